"""Replace the program of a site by another version, and nothing that the user wrote or changed.

The new wheel does it itself: it is put on the import path as it is, and its own copy of this module is
run. So the name and the arguments of `finish` must stay what they are in every version. What the old
version wrote is known by the hashes in `vendor/files.sha256`.
"""

from __future__ import annotations

import difflib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from paperfolio.starter import LIST, digest, program_files
from paperfolio.starter.wheel import NAME

_RUN = "import sys; from paperfolio.starter.upgrade import finish; sys.exit(finish(*sys.argv[1:]))"


class UpgradeError(Exception):
    """What keeps a site from being upgraded, and what to do about it."""


def start(root: Path, wanted: str) -> int:
    """Upgrade the site in `root` to a wheel, or to a version on the package index; return the exit status.

    `wanted` is the path of a wheel, a version such as `1.2.0`, or empty for the newest version.
    """
    if not (root / "vendor").is_dir():
        raise UpgradeError(f"{root} has no vendor/ folder, so this is not a site that `new site` made")
    with tempfile.TemporaryDirectory() as folder:
        wheel = Path(wanted) if wanted.endswith(".whl") else _download(wanted, Path(folder))
        try:
            with zipfile.ZipFile(wheel) as archive:
                archive.getinfo("paperfolio/starter/upgrade.py")
        except (OSError, zipfile.BadZipFile) as error:
            raise UpgradeError(f"cannot read {wheel}: {error}") from error
        except KeyError:
            raise UpgradeError(f"{wheel} is not a wheel of Paperfolio that can upgrade a site") from None
        environment = {**os.environ, "PYTHONPATH": str(wheel.resolve()), "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", _RUN, str(root.resolve()), str(wheel.resolve())]
        return subprocess.call(command, env=environment)


def _download(version: str, folder: Path) -> Path:
    requirement = f"paperfolio=={version}" if version else "paperfolio"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    subprocess.call([*command, "--disable-pip-version-check", "--dest", str(folder), requirement])
    wheel = next(folder.glob("*.whl"), None)
    if wheel is None:
        raise UpgradeError(f"pip found no wheel of {requirement}: name the file of a wheel instead")
    return wheel


def finish(root: str, wheel: str) -> int:
    """Write this version's files into a site; return 1 if a file that the user changed was left as it is."""
    site, data = Path(root), Path(wheel).read_bytes()
    listed = site / LIST
    lines = listed.read_text("utf-8").splitlines() if listed.exists() else []
    written = {path: known for known, path in (line.split("  ", 1) for line in lines)}
    kept = []
    for path, new in program_files(data).items():
        file = site / path
        old = file.read_bytes() if file.exists() else b""
        if digest(old) == digest(new):
            continue
        if not old or path == LIST or digest(old) == written.get(path):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(new)
            print(f"wrote {path}")
        elif digest(new) != written.get(path):
            kept.append(path)
            mine, theirs = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (old, new))
            print(f"kept {path}, which you changed; the new version differs from it like this:")
            sys.stdout.writelines(difflib.unified_diff(mine, theirs, path, f"{path} ({NAME})"))
    if "requirements.txt" not in kept:
        for other in (site / "vendor").glob("paperfolio-*.whl"):
            if other.name != NAME:
                other.unlink()
                print(f"removed vendor/{other.name}")
    return 1 if kept else 0
