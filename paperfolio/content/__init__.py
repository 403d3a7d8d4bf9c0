"""A researcher's files as values: front matter, fields, links and files, with every mistake in its place."""
