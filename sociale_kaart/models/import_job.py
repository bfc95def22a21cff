"""A table of listings that somebody sent to be read in, and what would become of each of its rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, DateTime, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column

from sociale_kaart.models.base import Base


class ImportJob(Base):
    """One file and how far it has come. First it is checked (`step` "check"), then, when asked, written ("write").

    Each step is `waiting`, `running` (by one process, that gives a sign of life in `alive_on`), then `ready` or
    `refused`.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint("step in ('check', 'write')", name="step"),
        CheckConstraint("state in ('waiting', 'running', 'ready', 'refused')", name="state"),
        Index(None, "state", "alive_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(index=True)  # who asked, and what they may do
    role: Mapped[str]
    municipality: Mapped[str | None]
    filename: Mapped[str]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))  # removed when the rows are written
    step: Mapped[str] = mapped_column(default="check")
    state: Mapped[str] = mapped_column(default="waiting")
    total: Mapped[int] = mapped_column(default=0)  # rows
    done: Mapped[int] = mapped_column(default=0)  # of them, in this step
    tries: Mapped[int] = mapped_column(default=0)  # how often a process took it up, in this step
    reason: Mapped[str | None]
    # "counts" of rows by verdict; "faults" of the file; "conflicts": keys of listings that changed since the check.
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    alive_on: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))


class ImportRow(Base):
    """One row of a file, as it was when it was checked."""

    __tablename__ = "import_row"
    __table_args__ = (
        CheckConstraint("verdict in ('created', 'updated', 'unchanged', 'wrong')", name="verdict"),
        Index(None, "job_id", "verdict", "number"),
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # as a spreadsheet shows it
    key: Mapped[str]  # of the listing
    name: Mapped[str]
    municipality: Mapped[str | None]
    verdict: Mapped[str]
    seen: Mapped[int]  # the version of the listing; 0: there was none
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)  # what would change, or per field what is wrong
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # what would be online
