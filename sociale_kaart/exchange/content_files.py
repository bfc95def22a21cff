"""Reads a content folder into documents and names file, line and field of every fault."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import ValidationError

from sociale_kaart.errors import ContentError
from sociale_kaart.exchange import checking, documents, yaml_lines
from sociale_kaart.exchange.documents import Document

NATIONAL = "national"
F = TypeVar("F", bound=Document)


@dataclass
class ContentFile:
    """One file that was read: its path relative to the content folder, its text and its lines."""

    name: str
    document: Document
    lines: dict[yaml_lines.Path, int]

    def fault(self, path: yaml_lines.Path, message: str) -> str:
        """Name file, line, field and what is wrong with it."""
        return _fault(self.name, self.lines, path, message)


@dataclass
class Content:
    """Everything in a content folder. National listings have the owner None, others their municipality's key."""

    needs: documents.NeedsFile
    helplines: list[documents.HelplineDocument]
    synonyms: list[documents.SynonymDocument]
    pages: list[documents.PageDocument] = field(default_factory=list)
    municipalities: dict[str, documents.MunicipalityFile] = field(default_factory=dict)
    organizations: dict[str, list[documents.OrganizationDocument]] = field(default_factory=dict)
    services: dict[str | None, list[documents.ServiceDocument]] = field(default_factory=lambda: defaultdict(list))


class _Reader:
    """Reads files one by one and collects their faults."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: list[str] = []
        self.files: list[ContentFile] = []

    def read(self, path: Path, kind: type[F]) -> F | None:
        """Give the document of a file, or None when it has a fault; it must be in canonical form."""
        name = path.relative_to(self.root).as_posix()
        found = self.parse(path, kind)
        if found is None:
            return None
        document, lines, text = found
        self.files.append(ContentFile(name, document, lines))
        if yaml_lines.dump(document.as_data()) != text:
            self.faults.append(f"{name}:1: not in canonical form (`meedoen content format` puts it right)")
        return document

    def parse(self, path: Path, kind: type[F]) -> tuple[F, dict[yaml_lines.Path, int], str] | None:
        """Give the document, lines and text of a file in whatever form, or None when it has a fault."""
        name = path.relative_to(self.root).as_posix()
        try:
            text = path.read_bytes().decode("utf-8")
            data, lines = yaml_lines.load(text)
        except FileNotFoundError:
            self.faults.append(f"{name}:1: the file is missing")
            return None
        except UnicodeDecodeError as error:
            self.faults.append(f"{name}:1: not UTF-8 at byte {error.start}")
            return None
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.faults.append(f"{name}:{mark.line + 1 if mark else 1}: not YAML: {getattr(error, 'problem', error)}")
            return None
        try:
            return kind.model_validate(data), lines, text
        except ValidationError as error:
            for fault in error.errors():
                # Pydantic names the chosen type inside a path; only real keys and indexes have a line.
                self.faults.append(_fault(name, lines, fault["loc"], fault["msg"]))
            return None


def _fault(name: str, lines: dict[yaml_lines.Path, int], path: yaml_lines.Path, message: str) -> str:
    dotted = ".".join(str(part) for part in path)
    return f"{name}:{yaml_lines.line_of(path, lines)}: {dotted or 'file'}: {message}"


def read_content(root: Path) -> Content:
    """Read and check a whole content folder; raises ContentError with every fault, in the order of the files."""
    reader = _Reader(root)
    needs = reader.read(root / "needs.yml", documents.NeedsFile)
    helplines = reader.read(root / "helplines.yml", documents.HelplinesFile)
    synonyms = reader.read(root / "synonyms.yml", documents.SynonymsFile)
    content = Content(
        needs=needs or documents.NeedsFile.model_construct(domains=[], outside=None),
        helplines=helplines.helplines if helplines else [],
        synonyms=synonyms.synonyms if synonyms else [],
    )
    content.pages = _read_pages(reader, root / "pages")
    _read_services(reader, root / NATIONAL, None, content)
    for folder in sorted(path for path in (root / "municipalities").glob("*") if path.is_dir()):
        municipality = reader.read(folder / "municipality.yml", documents.MunicipalityFile)
        if municipality:
            content.municipalities[folder.name] = municipality
        organizations = reader.read(folder / "organizations.yml", documents.OrganizationsFile)
        content.organizations[folder.name] = organizations.organizations if organizations else []
        _read_services(reader, folder, folder.name, content)
    faults = reader.faults + checking.find_faults(content, reader.files)
    if faults:
        raise ContentError(faults)
    return content


def _read_pages(reader: _Reader, folder: Path) -> list[documents.PageDocument]:
    pages = []
    for path in sorted(folder.glob("*.md")):
        try:
            data = {"key": path.stem, "text": path.read_bytes().decode("utf-8")}
            pages.append(documents.PageDocument.model_validate(data))
        except (UnicodeDecodeError, ValidationError):
            name = path.relative_to(reader.root).as_posix()
            reader.faults.append(f"{name}:1: begins with '# Title' and a blank line, ends with a line end, in UTF-8")
    return pages


def read_needs(root: Path) -> documents.NeedsFile:
    """Read only the register of needs; raises ContentError."""
    reader = _Reader(root)
    needs = reader.read(root / "needs.yml", documents.NeedsFile)
    if needs is None:
        raise ContentError(reader.faults)
    return needs


def _read_services(reader: _Reader, folder: Path, owner: str | None, content: Content) -> None:
    for path in sorted(folder.glob("*.yml")):
        if path.name in ("municipality.yml", "organizations.yml"):
            continue
        file = reader.read(path, documents.ServicesFile)
        if file:
            content.services[owner].extend(file.services)


_KINDS: dict[str, type[Document]] = {
    "needs.yml": documents.NeedsFile,
    "helplines.yml": documents.HelplinesFile,
    "synonyms.yml": documents.SynonymsFile,
    "municipality.yml": documents.MunicipalityFile,
    "organizations.yml": documents.OrganizationsFile,
}


def format_content(root: Path) -> list[str]:
    """Put every file that can be read in canonical form.

    Gives the names of the files that changed, and for each file that was skipped a line with what is wrong.
    """
    reader = _Reader(root)
    changed = []
    for path in sorted(root.rglob("*.yml")):
        found = reader.parse(path, _KINDS.get(path.name, documents.ServicesFile))
        if found is None:
            continue
        document, _lines, text = found
        checking.sort(document)
        canonical = yaml_lines.dump(document.as_data())
        if canonical != text:
            path.write_bytes(canonical.encode())
            changed.append(path.relative_to(root).as_posix())
    return changed + [f"{fault} (skipped)" for fault in reader.faults]
