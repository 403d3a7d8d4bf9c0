"""Charts as SVG within a page, each also as a table: counts per year, and growth over time."""
