"""Checks that go over more than one record: references, unique keys, the order of files, and a full ladder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sociale_kaart.exchange import documents
from sociale_kaart.exchange.yaml_lines import Path

if TYPE_CHECKING:
    from sociale_kaart.exchange.content_files import Content, ContentFile

# 0900-0113 was the number of 113 Zelfmoordpreventie; it must appear nowhere (helplines register).
WITHDRAWN_NUMBERS = ("0900-0113", "09000113", "0900 0113")


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
        self.services = {
            owner: {service.key for service in items} for owner, items in content.services.items()
        }


def _faults_of(file: ContentFile, known: _Known) -> Iterator[tuple[Path, str]]:
    folder = PurePosixPath(file.name).parent.name
    match file.document:
        case documents.ServicesFile(services=services):
            yield from _sorted((service.key for service in services), "services")
            for index, service in enumerate(services):
                for path, message in _service_faults(service, file, folder, known):
                    yield ("services", index, *path), message
        case documents.OrganizationsFile(organizations=organizations):
            yield from _sorted((organization.key for organization in organizations), "organizations")
        case documents.SynonymsFile(synonyms=synonyms):
            yield from _sorted((synonym.key for synonym in synonyms), "synonyms")
        case documents.MunicipalityFile() as municipality:
            if municipality.key != folder:
                yield ("key",), f"is {municipality.key!r}, but the folder is {folder!r}"
            if municipality.wmo_desk not in known.services.get(folder, ()):
                yield ("wmo_desk",), f"no listing {municipality.wmo_desk!r} in this municipality"
        case documents.HelplinesFile(helplines=helplines):
            for index, helpline in enumerate(helplines):
                for need in set(helpline.needs) - known.needs:
                    yield ("helplines", index, "needs"), f"unknown need {need!r}"


def _service_faults(
    service: documents.ServiceDocument, file: ContentFile, folder: str, known: _Known
) -> Iterator[tuple[Path, str]]:
    if PurePosixPath(file.name).stem != service.kind:
        yield ("kind",), f"a listing of kind {service.kind!r} belongs in {service.kind}.yml"
    for need in service.needs:
        if need not in known.needs:
            yield ("needs",), f"unknown need {need!r}"
    for place in service.places:
        if place not in known.places.get(folder, ()):
            yield ("places",), f"unknown place {place!r} in {folder!r}"
    for path, organization in [
        (("organization",), service.organization),
        *((("visits", i, "organization"), visit.organization) for i, visit in enumerate(service.visits)),
    ]:
        if organization and organization not in known.organizations.get(folder, ()):
            yield path, f"unknown organisation {organization!r} in {folder!r}"
    if service.helpline and service.helpline not in known.helplines:
        yield ("helpline",), f"unknown helpline {service.helpline!r}"
    for name, text in service.as_data().items():
        if any(number in str(text) for number in WITHDRAWN_NUMBERS):
            yield (name,), "a withdrawn number"


def _sorted(keys: Iterator[str], name: str) -> Iterator[tuple[Path, str]]:
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
