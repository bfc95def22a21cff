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
    # The names this site answers to; empty: any (set it where the site is public).
    hosts: list[str] = field(default_factory=list)
    languages: tuple[str, ...] = field(default=("nl", "en"))

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read MEEDOEN_DATA, MEEDOEN_CONTENT, MEEDOEN_HOSTS, DATABASE_URL and MEEDOEN_EMBEDDINGS (0: off)."""
        default = cls()
        return cls(
            data_dir=Path(os.environ.get("MEEDOEN_DATA", default.data_dir)).resolve(),
            content_dir=Path(os.environ.get("MEEDOEN_CONTENT", default.content_dir)).resolve(),
            database_url=os.environ.get("DATABASE_URL", ""),
            hosts=os.environ.get("MEEDOEN_HOSTS", "").split(),
            embeddings=os.environ.get("MEEDOEN_EMBEDDINGS", "1") != "0",
        )

    @property
    def url(self) -> str:
        """The database: DATABASE_URL, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'meedoen.db'}"
