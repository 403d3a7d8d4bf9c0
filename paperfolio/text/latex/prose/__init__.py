"""Parse text with LaTeX in it: macros, accents, quotes, dashes, links, lists, tables, and the ends of formulas."""
