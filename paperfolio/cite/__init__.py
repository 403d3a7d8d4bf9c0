"""Citations of a paper in every format that a reader or a program may ask for."""
