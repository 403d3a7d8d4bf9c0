"""What a test does when this machine lacks something that it needs."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def cannot(reason: str) -> NoReturn:
    """Skip a test for what this machine lacks; where CI is set nothing may be lacking, so fail it."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
