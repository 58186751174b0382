"""Measurements: each figure goes on one table, printed at the end; each budget is a test."""

import os
from pathlib import Path

import pytest

from tests.bench.desks import MILLION, make_desk
from tests.bench.report import Report

_REPORT = pytest.StashKey[Report]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin the table."""
    config.stash[_REPORT] = Report()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the table, if anything was measured."""
    report = config.stash.get(_REPORT, Report())
    if report.lines:
        terminalreporter.write_line("")
        terminalreporter.write_line(report.text())


@pytest.fixture(scope="session")
def report(request: pytest.FixtureRequest) -> Report:
    """The table that every measurement adds to."""
    return request.config.stash.setdefault(_REPORT, Report())


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A desk's file for each size."""
    folder = tmp_path_factory.mktemp("desks")
    return {
        "empty": make_desk(folder / "empty.db"),
        "1,000 waiting": make_desk(folder / "thousand.db", requests=1000, waiting=1000),
        "1,000 waiting of a million": make_desk(
            folder / "closed.db", requests=MILLION, waiting=1000
        ),
        "a million waiting": make_desk(folder / "open.db", requests=MILLION, waiting=MILLION),
    }


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the program reads and writes nothing of whoever measures."""
    home = tmp_path_factory.mktemp("home")
    folders = {
        f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")
    }
    for folder in folders.values():
        os.mkdir(folder)
    return folders | {"HOME": str(home)}
