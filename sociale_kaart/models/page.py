"""Pages of the site's own, such as about and privacy, in Markdown."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from sociale_kaart.models.base import Base, Versioned


class Page(Versioned, Base):
    """One page in one language; its id is "<slug>.<language>", its first line the title."""

    __tablename__ = "page"

    id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]  # the whole file, Markdown

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def title(self) -> str:
        """The first heading."""
        return self.text.partition("\n")[0].removeprefix("# ")

    @property
    def body(self) -> str:
        """What follows the title."""
        return self.text.partition("\n")[2]
