"""At start a search index that is missing, damaged or behind is built again; a running worker follows the content."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from sociale_kaart.actions import audit
from sociale_kaart.models import Service
from webapp.app import create_app
from webapp.settings import Settings
from webapp.wiring import catch_up


def remove(index: Path) -> None:
    shutil.rmtree(index)


def rubbish_everywhere(index: Path) -> None:
    for path in index.iterdir():
        path.write_bytes(b"rubbish \xff\x00" * 20)


def cut_off(index: Path) -> None:
    for path in index.glob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def overwritten_in_the_middle(index: Path) -> None:
    for path in index.glob("*.seg"):
        data = path.read_bytes()
        third = len(data) // 3
        path.write_bytes(data[:third] + b"\xfe" * third + data[2 * third :])


def about(data: object) -> Callable[[Path], None]:
    def damage(index: Path) -> None:
        (index / "about.json").write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")

    return damage


def behind(index: Path) -> None:
    path = index / "about.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"generation": "0"}), "utf-8")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "missing": remove,
    "rubbish everywhere": rubbish_everywhere,
    "cut off": cut_off,
    "overwritten in the middle": overwritten_in_the_middle,
    "about is no JSON": about("{"),
    "about is a list": about([]),
    "about has only a format": about({"format": 1}),
    "behind the content": behind,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_index_is_built_again(
    damage: Callable[[Path], None], own_data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damage(own_data / "index")
    app = create_app(Settings(data_dir=own_data))
    told = [record.getMessage() for record in caplog.records if "index" in record.getMessage()]
    assert any("again" in message for message in told)
    found = app.test_client().get("/api/v1/search?q=servicepunt+zwartemeer&municipality=emmen").json
    assert found is not None
    assert "emmen-servicepunt-zwartemeer" in [item["id"] for item in found["items"]]


def test_a_sound_index_is_left_alone(own_data: Path, caplog: pytest.LogCaptureFixture) -> None:
    create_app(Settings(data_dir=own_data))  # another test may have changed the content that was copied
    before = {path.name for path in (own_data / "index").iterdir()}
    caplog.clear()
    create_app(Settings(data_dir=own_data))
    assert {path.name for path in (own_data / "index").iterdir()} == before
    assert not [record for record in caplog.records if "again" in record.getMessage()]


def test_a_running_application_follows_a_change_of_the_content(own_data: Path) -> None:
    app = create_app(Settings(data_dir=own_data))
    client = app.test_client()
    assert "emmen-zorgloket" not in _found(client, "Zwaluwnest")
    with app.extensions["meedoen"].sessions() as session:
        session.get_one(Service, "emmen-zorgloket").name = "Het Zwaluwnest"
        audit.record(session, by="Anna", action="updated", resource=("service", "emmen-zorgloket"))
        session.commit()
    deadline = time.monotonic() + 20
    while _found(client, "Zwaluwnest")[:1] != ["emmen-zorgloket"]:
        assert time.monotonic() < deadline, "the change is not found"
        time.sleep(0.2)


def test_a_worker_keeps_its_old_index_when_the_new_one_is_damaged(own_data: Path) -> None:
    app = create_app(Settings(data_dir=own_data))
    client = app.test_client()
    for path in (own_data / "index").glob("*.toc"):
        path.write_bytes(b"rubbish")
    with app.extensions["meedoen"].sessions() as session:
        catch_up(app.extensions["meedoen"], session)
    assert "emmen-zorgloket" in _found(client, "zorgloket")


def _found(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/api/v1/search?q={query}&municipality=emmen").json
    assert answer is not None
    return [item["id"] for item in answer["items"]]
