"""Charts as SVG within a page, each also as a table: counts a year, and growth over time."""
