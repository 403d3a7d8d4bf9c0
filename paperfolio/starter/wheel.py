"""The wheel of the running program, which a new site carries along so that it can always be installed.

A wheel is a zip archive of the installed files and a `.dist-info` folder (PyPA, "Binary distribution
format"). An installed program is packed again from its own `RECORD`; a checkout is packed as `pyproject.toml`
describes it. Neither needs a network or a build tool, and the same files give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tomllib
import zipfile
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import paperfolio

NAME = f"paperfolio-{paperfolio.__version__}-py3-none-any.whl"
PACKAGE = Path(paperfolio.__file__).parent
_INFO = f"paperfolio-{paperfolio.__version__}.dist-info"
# Written by the installer, about this one installation.
_LOCAL = {"INSTALLER", "RECORD", "REQUESTED", "direct_url.json", "uv_build.json", "uv_cache.json"}
_TIME = (1980, 1, 1, 0, 0, 0)


def own_wheel() -> bytes:
    """Return a wheel of the running program; NAME is the name of its file.

    `OSError` and `metadata.PackageNotFoundError` are raised where files of the program are missing.
    """
    project = PACKAGE.parent / "pyproject.toml"
    return _packed(_checkout(project) if project.is_file() else _installed())


def _installed() -> dict[str, bytes]:
    distribution = metadata.distribution("paperfolio")
    return {
        file.as_posix(): Path(file.locate()).read_bytes()
        for file in distribution.files or ()
        if file.parts[0] in ("paperfolio", _INFO) and file.suffix != ".pyc" and file.name not in _LOCAL
    }


def _checkout(pyproject: Path) -> dict[str, bytes]:
    settings = tomllib.loads(pyproject.read_text("utf-8"))
    project = settings["project"]
    included = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    files: dict[str, bytes] = {}
    for source, target in {"paperfolio": "paperfolio", **included}.items():
        start = pyproject.parent / source
        for file in start.rglob("*") if start.is_dir() else [start]:
            below = file.relative_to(start)
            kept = file.suffix != ".pyc" and not any(part.startswith(".") for part in below.parts)
            if kept and file.is_file():
                files[(target / below).as_posix()] = file.read_bytes()
    files[f"{_INFO}/licenses/LICENSE"] = (pyproject.parent / "LICENSE").read_bytes()
    scripts = "".join(f"{name} = {entry}\n" for name, entry in project["scripts"].items())
    files[f"{_INFO}/entry_points.txt"] = f"[console_scripts]\n{scripts}".encode()
    files[f"{_INFO}/METADATA"] = _metadata(project).encode()
    files[f"{_INFO}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: paperfolio\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    return files


def _metadata(project: Mapping[str, Any]) -> str:
    """Return the METADATA file (PyPA, "Core metadata specifications")."""
    lines = [
        "Metadata-Version: 2.4",
        "Name: paperfolio",
        f"Version: {paperfolio.__version__}",
        f"Summary: {project['description']}",
        f"License-Expression: {project['license']}",
        "License-File: LICENSE",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {requirement}" for requirement in project["dependencies"]),
    ]
    for extra, requirements in project["optional-dependencies"].items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {requirement} ; extra == "{extra}"' for requirement in requirements]
    return "\n".join(lines) + "\n"


def _packed(files: Mapping[str, bytes]) -> bytes:
    order = sorted(files, key=lambda path: (path.startswith(_INFO), path))
    rows = [f"{path},sha256={_hash(files[path])},{len(files[path])}\n" for path in order]
    record = "".join([*rows, f"{_INFO}/RECORD,,\n"]).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in order:
            archive.writestr(_entry(path), files[path])
        archive.writestr(_entry(f"{_INFO}/RECORD"), record)
    return stream.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix on every system, for the same bytes
    entry.external_attr = 0o100644 << 16
    return entry


def _hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
