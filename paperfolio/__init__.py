"""Paperfolio turns one Markdown file a paper into a complete academic profile site.

The rooms of this package and the floors they stand on are drawn in `docs/architecture.md`.
"""

__version__ = "0.1.0"
