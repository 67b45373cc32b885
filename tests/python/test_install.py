"""Packages are installed by uv where it can, and by pip where it cannot."""

import subprocess
import sys

import pytest

from vitrine import install


@pytest.fixture
def commands(monkeypatch):
    """What would have been run; programs named in `failing` fail, and pip is configured as told."""
    ran = Commands()
    monkeypatch.setattr(install.subprocess, "run", ran)
    monkeypatch.setattr(install, "found_uv", lambda: ran.uv)
    return ran


class Commands:
    def __init__(self):
        self.uv, self.failing, self.configured, self.ran = "uv", {}, "", []

    def __call__(self, command, **_):
        self.ran.append(command)
        said = self.configured if "config" in command else ""
        wrong = self.failing.get(command[0])
        return subprocess.CompletedProcess(command, int(wrong is not None), said, wrong or "")


def test_uv_installs(commands):
    assert install.install("python", "six").returncode == 0
    assert commands.ran == [["uv", "pip", "install", "--quiet", "--python", "python", "six"]]


def test_pip_does_what_uv_cannot(commands):
    commands.failing = {"uv": "no such host"}
    assert install.install("python", "six").returncode == 0
    assert commands.ran[1:] == [["python", *install.PIP, "six"]]


@pytest.mark.parametrize(
    ("of_pip", "said"),
    [("no such package", "no such package"), ("No module named pip", "no such host")],
)
def test_who_cannot_says_why(commands, of_pip, said):
    commands.failing = {"uv": "no such host", "python": of_pip}
    assert install.install("python", "six").stderr == said


def test_without_uv_pip_does_it(commands):
    commands.uv = None
    install.install("python", "six")
    assert commands.ran == [["python", *install.PIP, "six"]]


@pytest.mark.parametrize(
    ("configured", "is_fetched"),
    [
        ("", True),
        ("global.extra-index-url='https://more.example/simple'\n:env:.cert='/a.crt'\n", True),
        ("global.index-url='https://mirror.example/simple'\n", False),
        (":env:.index-url='https://mirror.example/simple'\n", False),
        ("global.no-index='true'\n", False),
    ],
)
def test_uv_is_fetched_unless_pip_has_an_index_of_its_own(commands, configured, is_fetched):
    commands.configured = configured
    install.fetch_uv()
    assert ([sys.executable, *install.PIP, install.UV] in commands.ran) is is_fetched
