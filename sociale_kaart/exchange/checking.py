"""Checks that go over more than one record: references, unique keys, the order of files, and a full ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sociale_kaart.exchange import documents
from sociale_kaart.exchange.yaml_lines import Path

if TYPE_CHECKING:
    from sociale_kaart.exchange.content_files import Content, ContentFile

# 0900-0113 was the number of 113 Zelfmoordpreventie; it must appear nowhere (helplines register).
WITHDRAWN_NUMBERS = ("0900-0113", "09000113", "0900 0113")

# Records that stand in a file by key, so that an export gives the same order.
SORTED = ("services", "organizations", "synonyms")


def find_faults(content: Content, files: list[ContentFile]) -> list[str]:
    """Give every fault between records of files that are sound by themselves."""
    known = _Known(content)
    faults: list[str] = []
    for file in files:
        faults += [file.fault(path, message) for path, message in _faults_of(file, known)]
    return faults + _unique(files) + list(_full_ladder(content, known))


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
    for name in SORTED:
        yield from _unsorted([record.key for record in getattr(file.document, name, ())], name)
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


def _municipality_faults(
    municipality: documents.MunicipalityFile, folder: str, known: _Known
) -> Iterator[tuple[Path, str]]:
    if municipality.key != folder:
        yield ("key",), f"is {municipality.key!r}, but the folder is {folder!r}"
    if municipality.wmo_desk not in known.services.get(folder, ()):
        yield ("wmo_desk",), f"no listing {municipality.wmo_desk!r} in this municipality"


def _service_faults(
    service: documents.ServiceDocument, file: ContentFile, folder: str, known: _Known
) -> Iterator[tuple[Path, str]]:
    if PurePosixPath(file.name).stem != service.kind:
        yield ("kind",), f"a listing of kind {service.kind!r} belongs in {service.kind}.yml"
    yield from _unknown(("needs",), service.needs, known.needs, "need")
    yield from _unknown(("places",), service.places, known.places.get(folder, set()), "place")
    organizations = known.organizations.get(folder, set())
    yield from _unknown(("organization",), [service.organization], organizations, "organisation")
    for index, visit in enumerate(service.visits):
        yield from _unknown(("visits", index, "organization"), [visit.organization], organizations, "organisation")
    yield from _unknown(("helpline",), [service.helpline], known.helplines, "helpline")
    for name, text in service.as_data().items():
        if any(number in str(text) for number in WITHDRAWN_NUMBERS):
            yield (name,), "a withdrawn number"


def _unknown(path: Path, keys: Iterable[str | None], known: set[str], what: str) -> Iterator[tuple[Path, str]]:
    for key in keys:
        if key is not None and key not in known:
            yield path, f"unknown {what} {key!r}"


def _unsorted(keys: Iterable[str], name: str) -> Iterator[tuple[Path, str]]:
    previous = ""
    for index, key in enumerate(keys):
        if key <= previous:
            yield (name, index, "key"), f"{key!r} must come after {previous!r}, once (sorted by key)"
        previous = key


def _unique(files: list[ContentFile]) -> list[str]:
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for file in files:
        for name in ("services", "organizations", "helplines", "synonyms"):
            for index, record in enumerate(getattr(file.document, name, ())):
                first = seen.setdefault((name, record.key), file.name)
                if first != file.name:
                    faults.append(file.fault((name, index, "key"), f"{record.key!r} is also in {first}"))
    return faults


def _full_ladder(content: Content, known: _Known) -> Iterator[str]:
    """Every need has, in every municipality, something to do oneself and the road to the municipality."""
    for municipality in content.municipalities:
        reach = [*content.services[None], *content.services[municipality]]
        for tier, meaning in ((1, "what you can do yourself"), (4, "the road to the municipality")):
            covered = {need for service in reach if service.tier == tier for need in service.needs}
            for need in sorted(known.needs - covered):
                yield f"municipalities/{municipality}:1: need {need!r}: no listing of tier {tier} ({meaning})"
