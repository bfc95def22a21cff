"""Reads a table of listings in: first only what would become of each row, then all of them or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from sociale_kaart.actions.publishing import Known, check_listing, put_online
from sociale_kaart.actors import Actor, Role
from sociale_kaart.errors import ConflictError, InvalidListingError, NotAllowedError
from sociale_kaart.exchange import mapping
from sociale_kaart.exchange.changes import between
from sociale_kaart.exchange.tables import Row, Table, merged, read_table, row_to_data
from sociale_kaart.models import ImportJob, ImportRow, Service, ServiceDraft
from sociale_kaart.queries.whole_listings import load_listings, portions

Data = dict[str, Any]
# Told how many rows are done, and of how many.
Tick = Callable[[int, int], None]

_WHOLE_NAME = 300
# Of a long text in what would change; the rest is in the listing.
_SHOWN = 600


class ChangedSinceError(ConflictError):
    """Listings are not as they were when the table was checked; `keys` are theirs."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(f"{len(keys)} listing(s) changed since the check")
        self.keys = keys


@dataclass(frozen=True)
class _Judged:
    """What would become of a row: a row of `ImportRow`."""

    number: int
    key: str
    name: str
    municipality: str | None
    verdict: str
    seen: int
    detail: Data = field(default_factory=dict)
    document: Data | None = None


def check_table(session: Session, *, job: ImportJob, tick: Tick) -> dict[str, int]:
    """Note what would become of every row, for the one who sent it; gives how many there are of each verdict.

    Raises TableError when the file is no table of listings. Nothing is written before all rows are judged.
    """
    table = read_table(job.content or b"", job.filename)
    judged = list(_judge_all(session, table, actor_of(job), tick))
    session.execute(delete(ImportRow).where(ImportRow.job_id == job.id))
    for some in portions(judged):
        session.execute(insert(ImportRow), [asdict(row) | {"job_id": job.id} for row in some])
    return dict(Counter(row.verdict for row in judged))


def write_table(session: Session, *, job: ImportJob, tick: Tick) -> None:
    """Put every row online as it was shown. A draft of a listing stays.

    Everything is prepared before the first row is written, so that others can write meanwhile. Raises
    ChangedSinceError; the caller then undoes the transaction.
    """
    rows = session.scalars(select(ImportRow).where(ImportRow.job_id == job.id).order_by(ImportRow.number)).all()
    known, done = Known.read(session), 0
    changed: list[str] = []
    kept: list[Service] = []  # else the session forgets what it read before it writes it
    with session.no_autoflush:
        for some in portions(rows):
            listings = load_listings(session, [row.key for row in some])
            changed += [row.key for row in some if _version(listings.get(row.key)) != row.seen]
            if not changed:
                kept += [_put_online(session, row, known, job) for row in some if row.document is not None]
            done += len(some)
            tick(done, len(rows))
    if changed:
        raise ChangedSinceError(changed)
    try:
        session.flush()
    except (StaleDataError, IntegrityError) as error:
        raise ChangedSinceError([]) from error


def actor_of(job: ImportJob) -> Actor:
    """Give the one who asked, with what they may do."""
    return Actor(job.by, Role(job.role), job.municipality)


def _version(listing: Service | None) -> int:
    return listing.version if listing is not None else 0


def _put_online(session: Session, row: ImportRow, known: Known, job: ImportJob) -> Service:
    try:
        actor_of(job).require_publish(row.municipality)
        document = check_listing(session, row.document or {}, row.municipality, known)
    except (InvalidListingError, NotAllowedError) as error:  # it was sound, and allowed, at the check
        raise ChangedSinceError([row.key]) from error
    return put_online(session, document=document, municipality=row.municipality, reason=job.reason, by=job.by)


def _judge_all(session: Session, table: Table, by: Actor, tick: Tick) -> Iterator[_Judged]:
    known, done = Known.read(session), 0
    for some in portions(table.rows):
        keys = [row.key for row in some]
        listings = load_listings(session, keys)
        drafts = {draft.id: draft for draft in session.scalars(select(ServiceDraft).where(ServiceDraft.id.in_(keys)))}
        for row in some:
            yield _judge(session, row, listings.get(row.key), drafts.get(row.key), known, by)
        done += len(some)
        tick(done, len(table.rows))


def _judge(
    session: Session, row: Row, listing: Service | None, draft: ServiceDraft | None, known: Known, by: Actor
) -> _Judged:
    """Give what would become of one row."""
    online = mapping.service_document(listing).as_data() if listing is not None else {}
    own = listing.municipality_id if listing is not None else by.municipality
    name = row.cells.get("name", "").strip() or online.get("name", "")
    facts: Data = {"number": row.number, "key": row.key, "name": name[:_WHOLE_NAME], "seen": _version(listing)}
    change, faults = _read(row)
    municipality = change.pop("municipality", own)
    try:
        _check_owner(municipality, listing, draft, known, by, is_told="municipality" in row.cells)
        data = check_listing(session, merged(online, change), municipality, known).as_data()
    except InvalidListingError as error:
        # What could not be read is not missing as well.
        read = {path.split(".")[0] for path in faults}
        faults |= {path: fault for path, fault in error.faults.items() if path.split(".")[0] not in read}
    if faults:
        return _Judged(**facts, municipality=own, verdict="wrong", detail=faults)
    facts["municipality"] = municipality
    changes = between(online, data)
    if listing is None:
        return _Judged(**facts, verdict="created", document=data)
    if not changes:
        return _Judged(**facts, verdict="unchanged")
    shown = {name: [_shown(value) for value in both] for name, both in changes.items()}
    return _Judged(**facts, verdict="updated", detail=shown, document=data)


def _read(row: Row) -> tuple[Data, dict[str, str]]:
    """Give what a row says of a listing as far as it can be read, and what is wrong with its other cells."""
    try:
        return row_to_data(row), {}
    except InvalidListingError as error:
        faults = error.faults
    sound = {
        name: text
        for name, text in row.cells.items()
        if not any(path == name or path.startswith(f"{name}.") for path in faults)
    }
    return row_to_data(Row(row.number, sound)), dict(faults)


def _check_owner(
    municipality: str | None,
    listing: Service | None,
    draft: ServiceDraft | None,
    known: Known,
    by: Actor,
    *,
    is_told: bool,
) -> None:
    """Raise InvalidListingError unless the listing is in the municipality, and the one who sends it may write there."""
    fault = None
    if municipality not in known.places:
        fault = "unknown"
    elif listing is None and municipality is None and not is_told:
        fault = "missing"
    elif not by.may_publish(municipality):
        fault = "not_yours"
    elif listing is not None and listing.municipality_id != municipality:
        fault = "moved"
    elif listing is None and draft is not None and draft.municipality_id != municipality:
        raise InvalidListingError({"key": "taken"})
    if fault is not None:
        raise InvalidListingError({"municipality": fault})


def _shown(value: Any) -> Any:
    """Give a value as the report keeps it."""
    return f"{value[:_SHOWN]}…" if isinstance(value, str) and len(value) > _SHOWN else value
