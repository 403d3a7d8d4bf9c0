"""Text that a person wrote, LaTeX or Markdown, as safe HTML and plain text. Knows no papers and no files."""
