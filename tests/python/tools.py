"""Tools with environments of their own (vitrine/tools.py), for tests."""

from pathlib import Path

import pytest

from vitrine import tools


def program(environment: str, name: str) -> Path:
    """The path of a tool. Skips the test, and says why, where it cannot be installed."""
    try:
        return tools.program(environment, name)
    except RuntimeError as problem:
        pytest.skip(str(problem))
