"""Text with LaTeX in it: macros, accents, quotes, dashes, links, lists, tables, and where formulas begin and end."""
