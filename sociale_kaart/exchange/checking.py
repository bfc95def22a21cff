"""Checks that go over more than one record: references, unique keys, the order of files, and a full ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from sociale_kaart.exchange import documents
from sociale_kaart.exchange.contrast import contrast
from sociale_kaart.exchange.yaml_lines import Path

if TYPE_CHECKING:
    from sociale_kaart.exchange.content_files import Content, ContentFile

# 0900-0113 was the number of 113 Zelfmoordpreventie; it must appear nowhere (helplines register).
WITHDRAWN_NUMBERS = ("0900-0113", "09000113", "0900 0113")

# Records that stand in a file by key, so that an export gives the same order.
SORTED = ("services", "organizations", "synonyms", "places")
# Lists in a listing that have no order of their own.
SORTED_IN_SERVICE = ("places", "languages")

READABLE = 4.5  # WCAG 2.2, contrast (minimum)


def sort(document: documents.Document) -> None:
    """Put everything in a document that has to be sorted in its order."""
    for name in SORTED:
        if records := getattr(document, name, None):
            records.sort(key=lambda record: record.key)
    if isinstance(document, documents.ServicesFile):
        for service in document.services:
            for name in SORTED_IN_SERVICE:
                getattr(service, name).sort()


def find_faults(content: Content, files: list[ContentFile]) -> list[str]:
    """Give every fault between records of files that are sound by themselves."""
    known = _Known(content)
    faults: list[str] = []
    for file in files:
        faults += [file.fault(path, message) for path, message in _faults_of(file, known)]
    return faults + list(_page_faults(content)) + _unique(files) + list(_full_ladder(content, known))


class _Known:
    """The keys that a reference can point to."""

    def __init__(self, content: Content) -> None:
        self.needs = {need.key for domain in content.needs.domains for need in domain.needs}
        self.helplines = {helpline.key for helpline in content.helplines}
        self.places = {key: {place.key for place in m.places} for key, m in content.municipalities.items()}
        self.organizations = {key: {o.key for o in items} for key, items in content.organizations.items()}
        self.services = {owner: {service.key for service in items} for owner, items in content.services.items()}


def _faults_of(file: ContentFile, known: _Known) -> Iterator[tuple[Path, str]]:
    folder = PurePosixPath(file.name).parent.name
    yield from _order_faults(file.document)
    match file.document:
        case documents.ServicesFile(services=services):
            for index, service in enumerate(services):
                for path, message in _service_faults(service, file, folder, known):
                    yield ("services", index, *path), message
        case documents.MunicipalityFile() as municipality:
            yield from _municipality_faults(municipality, folder, known)
        case documents.HelplinesFile(helplines=helplines):
            for index, helpline in enumerate(helplines):
                yield from _unknown(("helplines", index, "needs"), helpline.needs, known.needs, "need")
        case documents.NeedsFile(outside=outside) if outside.key != documents.OUTSIDE:
            yield ("outside", "key"), f"must be {documents.OUTSIDE!r}"
    if not isinstance(file.document, documents.ServicesFile):
        yield from _withdrawn((), file.document.as_data())


def _order_faults(document: documents.Document) -> Iterator[tuple[Path, str]]:
    for name in SORTED:
        for index, message in _unsorted([record.key for record in getattr(document, name, ())]):
            yield (name, index, "key"), f"{message} (sorted by key)"


def _municipality_faults(
    municipality: documents.MunicipalityFile, folder: str, known: _Known
) -> Iterator[tuple[Path, str]]:
    if municipality.key != folder:
        yield ("key",), f"is {municipality.key!r}, but the folder is {folder!r}"
    if municipality.wmo_desk not in known.services.get(folder, ()):
        yield ("wmo_desk",), f"no listing {municipality.wmo_desk!r} in this municipality"
    ratio = contrast(municipality.theme.primary)
    if ratio < READABLE:
        yield ("theme", "primary"), f"white text on it has a contrast of {ratio:.2f}, less than {READABLE}"


def _service_faults(
    service: documents.ServiceDocument, file: ContentFile, folder: str, known: _Known
) -> Iterator[tuple[Path, str]]:
    if PurePosixPath(file.name).stem != service.kind:
        yield ("kind",), f"a listing of kind {service.kind!r} belongs in {service.kind}.yml"
    yield from _unknown(("needs",), service.needs, known.needs, "need")
    for index, need in enumerate(service.needs):
        if need in service.needs[:index]:
            yield ("needs", index), f"{need!r} is named twice"
    yield from _unknown(("places",), service.places, known.places.get(folder, set()), "place")
    for name in SORTED_IN_SERVICE:
        for index, message in _unsorted(getattr(service, name)):
            yield (name, index), message
    organizations = known.organizations.get(folder, set())
    yield from _unknown(("organization",), [service.organization], organizations, "organisation")
    for index, visit in enumerate(service.visits):
        yield from _unknown(("visits", index, "organization"), [visit.organization], organizations, "organisation")
    yield from _unknown(("helpline",), [service.helpline], known.helplines, "helpline")
    for name, value in service.as_data().items():
        if next(_withdrawn((), value), None):
            yield (name,), "a withdrawn number"


def _page_faults(content: Content) -> Iterator[str]:
    for page in content.pages:
        for number, line in enumerate(page.text.split("\n"), 1):
            for _path, message in _withdrawn((), line):
                yield f"pages/{page.key}.md:{number}: {message}"


def _withdrawn(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    """Look for withdrawn numbers in every text, but a helpline's note, which is for editors and shown nowhere."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _withdrawn((*path, name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _withdrawn((*path, index), inner)
    elif any(number in str(value) for number in WITHDRAWN_NUMBERS) and not _is_note(path):
        yield path, "a withdrawn number"


def _is_note(path: Path) -> bool:
    return path[:1] == ("helplines",) and path[-1] == "note"


def _unknown(path: Path, keys: Iterable[str | None], known: set[str], what: str) -> Iterator[tuple[Path, str]]:
    for key in keys:
        if key is not None and key not in known:
            yield path, f"unknown {what} {key!r}"


def _unsorted(keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    previous = ""
    for index, key in enumerate(keys):
        if key <= previous:
            yield index, f"{key!r} must come after {previous!r}, once"
        previous = key


def _unique(files: list[ContentFile]) -> list[str]:
    """Keys are unique over all files; within a file that is sorted, the order has told already."""
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for file in files:
        for what, path, key in _keys(file.document):
            first = seen.get((what, key))
            seen.setdefault((what, key), file.name)
            if first is not None and first != file.name:
                faults.append(file.fault(path, f"{key!r} is also in {first}"))
            elif first is not None and what not in SORTED:
                faults.append(file.fault(path, f"{key!r} is there twice"))
    return faults


def _keys(document: documents.Document) -> Iterator[tuple[str, Path, str]]:
    """Give every key with what it is the key of; life domains and needs share theirs, as terms of one taxonomy."""
    for name in ("services", "organizations", "helplines", "synonyms"):
        for index, record in enumerate(getattr(document, name, ())):
            yield name, (name, index, "key"), record.key
    if isinstance(document, documents.NeedsFile):
        for i, domain in enumerate(document.domains):
            yield "terms", ("domains", i, "key"), domain.key
            for j, need in enumerate(domain.needs):
                yield "terms", ("domains", i, "needs", j, "key"), need.key


def _full_ladder(content: Content, known: _Known) -> Iterator[str]:
    """Every need has, in every municipality, something to do oneself and the road to the municipality."""
    for municipality in content.municipalities:
        reach = [*content.services[None], *content.services[municipality]]
        for tier, meaning in ((1, "what you can do yourself"), (4, "the road to the municipality")):
            covered = {need for service in reach if service.tier == tier for need in service.needs}
            for need in sorted(known.needs - covered):
                yield f"municipalities/{municipality}:1: need {need!r}: no listing of tier {tier} ({meaning})"
