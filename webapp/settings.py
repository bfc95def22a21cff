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
    chatbot_dir: Path = ROOT / "chatbot"
    database_url: str = ""
    # False trains and runs the need recogniser without the embedding model (docs/adr/0002).
    embeddings: bool = True
    # The names this site answers to; empty: any (set it where the site is public).
    hosts: list[str] = field(default_factory=list)
    # "rasa" lets the Rasa server at `rasa_url` understand and decide; "local" does it in-process.
    assistant_engine: str = "local"
    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: str = ""  # what Rasa must send with a call to its action server; empty: nothing
    # Signs sessions and links, and is mixed into passwords; empty: made once and kept in the data folder.
    secret_key: str = field(default="", repr=False)
    # smtp://user:password@host:587?starttls=1, smtps://..., file:/folder or console:; empty: files in the data folder.
    mail_url: str = field(default="", repr=False)
    mail_from: str = "Meedoen <meedoen@localhost>"
    site_url: str = "http://127.0.0.1:8000"  # how links in mails begin
    # How many proxies stand before the server and say where a request came from; 0: none is believed.
    proxies: int = 0
    languages: tuple[str, ...] = field(default=("nl", "en"))

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the environment; README lists the variables."""
        default = cls()
        return cls(
            data_dir=Path(os.environ.get("MEEDOEN_DATA", default.data_dir)).resolve(),
            content_dir=Path(os.environ.get("MEEDOEN_CONTENT", default.content_dir)).resolve(),
            database_url=os.environ.get("DATABASE_URL", ""),
            hosts=os.environ.get("MEEDOEN_HOSTS", "").split(),
            assistant_engine=os.environ.get("ASSISTANT_ENGINE", default.assistant_engine),
            rasa_url=os.environ.get("RASA_URL", default.rasa_url),
            rasa_token=os.environ.get("RASA_TOKEN", ""),
            secret_key=os.environ.get("MEEDOEN_SECRET_KEY", ""),
            proxies=int(os.environ.get("MEEDOEN_PROXIES", default.proxies)),
            mail_url=os.environ.get("MAIL_URL", ""),
            mail_from=os.environ.get("MAIL_FROM", default.mail_from),
            site_url=os.environ.get("SITE_URL", default.site_url).rstrip("/"),
            embeddings=os.environ.get("MEEDOEN_EMBEDDINGS", "1") != "0",
        )

    @property
    def nlu_dir(self) -> Path:
        """Where the example phrases are."""
        return self.chatbot_dir / "data" / "nlu"

    @property
    def url(self) -> str:
        """The database: DATABASE_URL, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'meedoen.db'}"
