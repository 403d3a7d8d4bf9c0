"""Convert formulas from LaTeX to MathML, plain text and standard LaTeX, without the text around them."""
