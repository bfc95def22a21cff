"""/beheer/hulp/uitvoer: a filtered list as CSV, Excel and content files."""

from pathlib import Path
from typing import get_args

import yaml
from sqlalchemy import select

from sociale_kaart.exchange.content_export import export_content
from sociale_kaart.exchange.documents import ServiceKind, ServicesFile
from sociale_kaart.exchange.tables import read_table
from sociale_kaart.models import Service
from tests.client import CheckingClient
from webapp.wiring import Parts


def keys_of(client: CheckingClient, form: str, query: str) -> list[str]:
    answer = client.get(f"/beheer/hulp/uitvoer.{form}?{query}")
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["Content-Disposition"]
    return [row.key for row in read_table(answer.data, f"hulp.{form}").rows]


def test_a_filtered_list_goes_out_as_a_table(mark: CheckingClient, club: str) -> None:
    for form in ("csv", "xlsx"):
        assert keys_of(mark, form, f"q={club}") == [club]


def test_everything_within_reach_and_nothing_else(parts: Parts, mark: CheckingClient, olga: CheckingClient) -> None:
    with parts.sessions() as session:
        emmen = session.scalars(select(Service.id).where(Service.municipality_id == "emmen").order_by(Service.id)).all()
        sedna = session.scalars(select(Service.id).where(Service.organization_id == "sedna").order_by(Service.id)).all()
    assert sorted(keys_of(mark, "csv", "")) == emmen
    assert sorted(keys_of(olga, "csv", "")) == sedna
    assert sorted(keys_of(olga, "csv", "municipality=emmen")) == sedna


def test_content_files_are_as_an_export_of_all_content_writes_them(
    parts: Parts, ada: CheckingClient, tmp_path: Path
) -> None:
    text = ada.get("/beheer/hulp/uitvoer.yml").get_data(as_text=True)
    files = dict(part.split("\n", 1) for part in text.split("--- # ")[1:])
    with parts.sessions() as session:
        export_content(session, tmp_path)
    kinds = {f"{kind}.yml" for kind in get_args(ServiceKind)}
    written = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*.yml") if path.name in kinds}
    assert files.keys() == written.keys()
    for name, path in written.items():
        assert files[name] == path.read_text("utf-8")


def test_content_files_are_sound(mark: CheckingClient, club: str) -> None:
    documents = list(yaml.safe_load_all(mark.get(f"/beheer/hulp/uitvoer.yml?q={club}").get_data(as_text=True)))
    found = [service.key for document in documents for service in ServicesFile.model_validate(document).services]
    assert found == [club]


def test_the_list_has_links_that_keep_its_filters(mark: CheckingClient, club: str) -> None:
    page = mark.get(f"/beheer/hulp?q={club}&state=published").get_data(as_text=True)
    assert f'href="/beheer/hulp/uitvoer.csv?q={club}&amp;state=published"' in page


def test_another_form_is_not_there(mark: CheckingClient) -> None:
    assert mark.get("/beheer/hulp/uitvoer.exe").status_code == 404
