"""Settings, all from the environment, with defaults that work on a bare machine."""

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """Where things are and how the application behaves."""

    # What set-up makes: database, search index, trained model. Removed by `make clean`.
    data_dir: Path = ROOT / "var"
    content_dir: Path = ROOT / "content"
    nlu_dir: Path = ROOT / "chatbot" / "data" / "nlu"
    database_url: str = ""
    # False trains and runs the need recogniser without the embedding model (docs/adr/0002).
    embeddings: bool = True
    languages: tuple[str, ...] = field(default=("nl", "en"))

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read MEEDOEN_DATA, MEEDOEN_CONTENT, DATABASE_URL and MEEDOEN_EMBEDDINGS (0 turns it off)."""
        default = cls()
        data_dir = Path(os.environ.get("MEEDOEN_DATA", default.data_dir))
        return cls(
            data_dir=data_dir,
            content_dir=Path(os.environ.get("MEEDOEN_CONTENT", default.content_dir)),
            database_url=os.environ.get("DATABASE_URL", ""),
            embeddings=os.environ.get("MEEDOEN_EMBEDDINGS", "1") != "0",
        )

    @property
    def url(self) -> str:
        """The database: DATABASE_URL, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'meedoen.db'}"
