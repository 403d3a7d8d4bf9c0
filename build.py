"""Build this site: `python build.py`, or `python build.py --help` for every command."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = HERE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

try:
    from paperfolio.cli import main
except ModuleNotFoundError as missing:
    # A Python without the dependencies was called: the site's own environment may have them.
    if PYTHON.exists() and Path(sys.prefix).resolve() != PYTHON.parents[1].resolve():
        sys.exit(subprocess.call([str(PYTHON), __file__, *sys.argv[1:]]))
    way = "python3 dev.py serve" if (HERE / "dev.py").exists() else "pip install -r requirements.txt"
    print(f"build.py: the package {missing.name} is missing; `{way}` installs it.", file=sys.stderr)
    sys.exit(3)

if __name__ == "__main__":
    sys.exit(main())
