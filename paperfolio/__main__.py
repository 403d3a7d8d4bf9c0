"""Run the program as `python -m paperfolio`, and as the installed command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None, *, site: Path | None = None) -> int:
    """Run one command and return its exit status; Ctrl-C ends it quietly also while it is loaded."""
    try:
        from paperfolio import cli

        return cli.main(argv, site=site)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
