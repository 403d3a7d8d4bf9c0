"""Charts as SVG that stands in a page, each also as a table: counts a year, and growth over time."""
