"""The secret key: from the environment, or made once and kept."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapp.accounts.secret import derive, read_secret_key
from webapp.settings import Settings


def test_a_key_is_made_once_and_is_for_its_owner_only(tmp_path: Path) -> None:
    key = read_secret_key(Settings(data_dir=tmp_path))
    assert len(key) >= 64
    assert read_secret_key(Settings(data_dir=tmp_path)) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_workers_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _number: read_secret_key(Settings(data_dir=tmp_path)), range(64)))
    assert len(keys) == 1


def test_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEEDOEN_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("MEEDOEN_DATA", str(tmp_path))
    assert read_secret_key(Settings.from_environment()) == "x" * 40
    assert not (tmp_path / "secret_key").exists()


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 32"):
        read_secret_key(Settings(data_dir=tmp_path, secret_key="short"))  # noqa: S106


def test_the_key_is_not_shown_with_the_settings() -> None:
    assert "geheim" not in repr(Settings(secret_key="geheim" * 10))


def test_each_purpose_has_its_own_key() -> None:
    assert len({derive("x" * 40, purpose) for purpose in ("passwords", "codes", "addresses")}) == 3
