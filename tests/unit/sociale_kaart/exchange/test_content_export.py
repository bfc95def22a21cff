from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from sociale_kaart.actions.content_import import import_content
from sociale_kaart.errors import ContentError
from sociale_kaart.exchange.content_export import export_content
from sociale_kaart.exchange.content_files import read_content
from sociale_kaart.models import Service
from tests.unit.builders import EMMEN, ContentFolder, listing


def files_under(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_an_export_gives_back_the_files_that_were_imported(
    filled: Session, folder: ContentFolder, tmp_path: Path
) -> None:
    written = export_content(filled, tmp_path / "out")
    assert files_under(tmp_path / "out") == files_under(folder.root)
    assert written == sorted(files_under(folder.root))


def test_an_export_gives_back_the_content_that_meedoen_ships(
    session: Session, content_dir: Path, tmp_path: Path
) -> None:
    import_content(session, content=read_content(content_dir), by="set-up")
    session.commit()
    session.expire_all()
    export_content(session, tmp_path / "out")
    shipped, exported = files_under(content_dir), files_under(tmp_path / "out")
    assert exported.keys() == shipped.keys()
    assert [name for name in shipped if exported[name] != shipped[name]] == []


def test_an_export_can_be_read_again(filled: Session, tmp_path: Path) -> None:
    export_content(filled, tmp_path / "out")
    read_content(tmp_path / "out")


def test_an_export_over_the_files_changes_nothing(filled: Session, folder: ContentFolder) -> None:
    before = files_under(folder.root)
    export_content(filled, folder.root)
    assert files_under(folder.root) == before


def test_what_an_editor_changed_is_in_the_export(filled: Session, folder: ContentFolder, tmp_path: Path) -> None:
    service = filled.get_one(Service, "klusdienst")
    service.summary, service.tier = "Iemand repareert uw lamp.", 2
    filled.commit()
    export_content(filled, tmp_path / "out")
    folder.change(f"{EMMEN}/service.yml", "klusdienst", summary="Iemand repareert uw lamp.", tier=2)
    assert files_under(tmp_path / "out") == files_under(folder.root)


def _unsorted_places_of_a_listing(folder: ContentFolder) -> None:
    folder.change(f"{EMMEN}/service_point.yml", "infohuus", places=["zwartemeer", "angelslo"])


def _unsorted_languages(folder: ContentFolder) -> None:
    folder.change(f"{EMMEN}/service_point.yml", "infohuus", languages=["tr", "de"])


def _unsorted_places_of_a_municipality(folder: ContentFolder) -> None:
    data = folder.load(f"{EMMEN}/municipality.yml")
    data["places"].reverse()
    folder.write(f"{EMMEN}/municipality.yml", data)


def _windows_line_ends_in_a_page(folder: ContentFolder) -> None:
    folder.write_bytes("pages/over-ons.nl.md", b"# Over ons\r\n\r\nWij helpen.\r\n")


def _a_file_without_listings(folder: ContentFolder) -> None:
    folder.write(f"{EMMEN}/facility.yml", {"services": []})


def _a_location_of_which_nothing_is_known(folder: ContentFolder) -> None:
    folder.change(f"{EMMEN}/service_point.yml", "infohuus", location={})


def _a_visit_of_which_nothing_is_known(folder: ContentFolder) -> None:
    folder.change(f"{EMMEN}/service_point.yml", "infohuus", visits=[{}])


def _space_after_a_line(folder: ContentFolder) -> None:
    folder.change(f"{EMMEN}/service.yml", "klusdienst", description="Een regel \n\tmet een tab\n\n\nen meer")


def _unusual_names(folder: ContentFolder) -> None:
    folder.put(f"{EMMEN}/service.yml", listing("z", name="- 'no': {x} 🙂", summary="112: bel # nu, én [dan]?"))


def _many_schedules(folder: ContentFolder) -> None:
    days = [{"byday": day, "opens_at": f"{hour:02}:00"} for day in ("SU", "MO", "FR") for hour in (13, 9, 0)]
    folder.change(f"{EMMEN}/service_point.yml", "infohuus", schedules=days)


def _cost_that_is_only_described(folder: ContentFolder) -> None:
    folder.change(f"{EMMEN}/service.yml", "klusdienst", fees_description="Vraag ernaar.")
    folder.change(f"{EMMEN}/service.yml", "boodschappendienst", free=False)


@pytest.mark.parametrize(
    "change",
    [
        _unsorted_places_of_a_listing,
        _unsorted_languages,
        _unsorted_places_of_a_municipality,
        _windows_line_ends_in_a_page,
        _a_file_without_listings,
        _a_location_of_which_nothing_is_known,
        _a_visit_of_which_nothing_is_known,
        _space_after_a_line,
        _unusual_names,
        _many_schedules,
        _cost_that_is_only_described,
    ],
)
def test_what_passes_the_check_comes_back_byte_for_byte(
    session: Session, folder: ContentFolder, tmp_path: Path, change: Callable[[ContentFolder], None]
) -> None:
    change(folder)
    try:
        content = folder.read()
    except ContentError:
        return  # refused with a fault: also right
    import_content(session, content=content, by="set-up")
    session.commit()
    session.expire_all()
    export_content(session, tmp_path / "out")
    assert files_under(tmp_path / "out") == files_under(folder.root)
