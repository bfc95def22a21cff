"""The built front-end files: their hashed names, from webapp/static/dist/assets.json (see frontend/build.mjs)."""

import json
import re
from pathlib import Path

from flask import Flask

DIST = Path(__file__).parent / "static" / "dist"


def is_immutable(_path: str, url: str) -> bool:
    """Whether a file's name holds the digest of its content, so that browsers may keep it for ever."""
    return re.search(r"-[0-9A-Z]{8}\.\w+$", url) is not None


def init_app(app: Flask) -> None:
    """Give templates `asset("app.css")`, the URL of a built file."""
    names: dict[str, str] = json.loads((DIST / "assets.json").read_text("utf-8"))

    @app.template_global()
    def asset(name: str) -> str:
        return f"/static/{names[name]}"
