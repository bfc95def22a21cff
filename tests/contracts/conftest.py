"""What the contract tests share: data and content of their own, and the command line on them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.data_folder import copy_data
from webapp.cli import meedoen
from webapp.settings import Settings

Run = Callable[..., Result]


@pytest.fixture
def own_data(app: Flask, settings: Settings, tmp_path: Path) -> Path:
    """A data folder of this test alone; `app` has made sure that its index is of this version."""
    assert app
    return copy_data(settings.data_dir, tmp_path / "data")


@pytest.fixture
def own_content(content_dir: Path, tmp_path: Path) -> Path:
    """A content folder of this test alone."""
    shutil.copytree(content_dir, tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def run(own_data: Path, own_content: Path) -> Run:
    """Runs `meedoen` on the own data and content."""
    environment = {"MEEDOEN_DATA": str(own_data), "MEEDOEN_CONTENT": str(own_content), "DATABASE_URL": ""}

    def run(*arguments: object) -> Result:
        return CliRunner(env=environment).invoke(meedoen, [str(each) for each in arguments])

    return run
