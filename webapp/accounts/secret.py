"""The secret key, and the keys derived from it. It comes from the environment, or is made once and kept in a file."""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from webapp.settings import Settings

SHORTEST = 32


def read_secret_key(settings: Settings) -> str:
    """Give MEEDOEN_SECRET_KEY, else the random key in the data folder, which is made when it is not there."""
    if settings.secret_key:
        if len(settings.secret_key) < SHORTEST:
            raise ValueError(f"MEEDOEN_SECRET_KEY must have at least {SHORTEST} characters")
        return settings.secret_key
    path = settings.data_dir / "secret_key"
    if not path.exists():
        _make(path)
    return path.read_text("ascii")


def _make(path: Path) -> None:
    """Write a new key whole before it gets its name: of several workers that start at once, one is first."""
    handle, draft = tempfile.mkstemp(dir=path.parent)  # for its owner only
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def derive(secret_key: str, purpose: str) -> bytes:
    """A key of 32 bytes for one purpose."""
    return hmac.new(secret_key.encode(), purpose.encode(), hashlib.sha256).digest()
