"""Make a complete academic website from one Markdown file per paper.

The packages and their layers are described in `docs/architecture.md`.
"""

__version__ = "0.1.0"
