"""Formulas in LaTeX to MathML, plain text and standard LaTeX; knows nothing of the text around them."""
