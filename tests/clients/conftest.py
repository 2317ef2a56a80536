"""What the sessions share: where the server is."""

import os
import pathlib

import pytest


@pytest.fixture(scope="session")
def server() -> str:
    """The program under test."""
    built = pathlib.Path(__file__).parents[2] / "target/debug/spawnsafe"
    program = os.environ.get("SPAWNSAFE", str(built))
    assert pathlib.Path(program).is_file(), f"{program} is not built"
    return program
