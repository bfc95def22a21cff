"""`meedoen`: what scripts and outside checks rely on."""

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.conftest import Run
from webapp.cli import meedoen

LISTINGS = Path("municipalities/emmen/service_point.yml")


def dump(data_dir: Path) -> list[str]:
    """Everything in the database, as text."""
    with sqlite3.connect(data_dir / "meedoen.db") as connection:
        return list(connection.iterdump())


def change(path: Path, old: str, new: str) -> int:
    """Change the first occurrence in a file; gives its line number."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_commands_that_the_design_names_are_there() -> None:
    assert {"setup", "serve", "content", "search", "evaluate"} <= set(meedoen.commands)
    assert {"import", "export", "check"} <= set(meedoen.commands["content"].commands)  # type: ignore[attr-defined]
    assert {"search", "needs"} <= set(meedoen.commands["evaluate"].commands)  # type: ignore[attr-defined]


def test_an_unknown_command_fails(run: Run) -> None:
    assert run("atlantis").exit_code == 2


# -- content check -------------------------------------------------------------------------------------------


def test_the_shipped_content_has_no_faults(run: Run) -> None:
    result = run("content", "check")
    assert result.exit_code == 0, result.output
    assert "no faults" in result.output


def test_content_check_names_file_line_and_field_of_each_fault(run: Run, own_content: Path) -> None:
    path = own_content / LISTINGS
    tier = change(path, "    tier: 3\n", "    tier: 9\n")
    status = change(path, "    status: active\n", "    status: gone\n")
    result = run("content", "check")
    assert result.exit_code == 1
    assert fault_lines(result.output, "service_point.yml", "tier") == [tier]
    assert fault_lines(result.output, "service_point.yml", "status") == [status]
    assert "Traceback" not in result.output


def fault_lines(output: str, file: str, field: str) -> list[int]:
    """The lines at which faults of a field are reported: `…/file.yml:12: field …`."""
    pattern = rf"{re.escape(file)}:(\d+):? .*\b{field}\b"
    return [int(match[1]) for line in output.splitlines() if (match := re.search(pattern, line))]


def test_content_check_takes_a_folder(run: Run, own_content: Path) -> None:
    assert run("content", "check", own_content).exit_code == 0
    assert run("content", "check", own_content / "nowhere").exit_code == 2


# -- content import and export -------------------------------------------------------------------------------


def test_importing_again_changes_nothing(run: Run, own_data: Path) -> None:
    before = dump(own_data)
    result = run("content", "import")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("0 new, 0 changed")
    assert dump(own_data) == before


def test_a_broken_folder_leaves_the_database_as_it_was(run: Run, own_data: Path, own_content: Path) -> None:
    before = dump(own_data)
    # A sound change in one file must not come in when another file is broken.
    change(own_content / "municipalities/assen/service.yml", "    summary: ", "    summary: Nieuw. ")
    change(own_content / LISTINGS, "    tier: 3\n", "    tier: 9\n")
    result = run("content", "import")
    assert result.exit_code == 1
    assert "service_point.yml:" in result.output
    assert dump(own_data) == before


def test_an_import_brings_a_change_to_the_database_and_to_the_search(run: Run, own_content: Path) -> None:
    change(own_content / LISTINGS, "    name: Infohuus", "    name: Kwetternest")
    result = run("content", "import")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("0 new, 1 changed")
    assert "emmen-servicepunt-zwartemeer" in run("search", "kwetternest", "--municipality", "emmen").output


def test_export_gives_the_same_bytes(run: Run, own_content: Path, tmp_path: Path) -> None:
    result = run("content", "export", tmp_path / "exported")
    assert result.exit_code == 0, result.output
    exported, shipped = files_of(tmp_path / "exported"), files_of(own_content)
    assert exported.keys() == shipped.keys()
    assert [name for name in shipped if shipped[name] != exported[name]] == []


# -- search --------------------------------------------------------------------------------------------------


def test_search_shows_hits_with_score_tier_and_reasons(run: Run) -> None:
    result = run("search", "scootmobiel", "--municipality", "emmen", "--limit", 3)
    assert result.exit_code == 0, result.output
    hits = [line for line in result.output.splitlines() if re.match(r" *\d\.\d+  [1-4]  \S+", line)]
    assert len(hits) == 3
    assert re.search(r"^\d+ found$", result.output, re.MULTILINE)


def test_search_says_danger_and_did_you_mean(run: Run) -> None:
    assert "danger: huiselijk_geweld" in run("search", "mijn man slaat mij").output
    assert "did you mean: mantelzorg" in run("search", "mantelzrog").output


@pytest.mark.parametrize("query", ["", "name:* AND (\x01 👵'; --"])
def test_search_takes_any_query(run: Run, query: str) -> None:
    result = run("search", "--", query)
    assert result.exit_code == 0, result.output


def test_search_refuses_an_unknown_municipality(run: Run) -> None:
    result = run("search", "vervoer", "--municipality", "atlantis")
    assert result.exit_code != 0
    assert "Traceback" not in result.output
    assert "atlantis" in result.output


# -- evaluate ------------------------------------------------------------------------------------------------


def test_evaluate_search_prints_one_json_object(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "search.tsv"
    file.write_text(
        "1\tscootmobiel\thulpmiddelen|vervoer\n"
        "2\tservicepunt Zwartemeer\temmen-servicepunt-zwartemeer\n"
        "\n"
        "3\txqzwvkj\tschulden\n",
        "utf-8",
    )
    result = run("evaluate", "search", file)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert set(found) >= {"cases", "first", "first_5"}
    assert found["cases"] == 3
    assert 0 <= found["first"] <= found["first_5"] <= 1
    assert found["first_5"] == round(2 / 3, 4)


def test_evaluate_needs_prints_one_json_object(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "needs.tsv"
    file.write_text("a\tik heb schulden\tschulden|rondkomen\nb\tik ben zo alleen\tvervoer\n", "utf-8")
    result = run("evaluate", "needs", file)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert set(found) >= {"cases", "first", "first_3"}
    assert (found["cases"], found["first"], found["first_3"]) == (2, 0.5, 0.5)


@pytest.mark.parametrize("kind", ["search", "needs"])
@pytest.mark.parametrize("text", ["", "1\tvervoer\n", "1\tvervoer\tvervoer\textra\n"])
def test_evaluate_refuses_a_file_of_another_form(run: Run, tmp_path: Path, kind: str, text: str) -> None:
    file = tmp_path / "cases.tsv"
    file.write_text(text, "utf-8")
    result = run("evaluate", kind, file)
    assert result.exit_code == 1
    assert "cases.tsv" in result.output
    assert "Traceback" not in result.output


def test_standard_output_of_evaluate_holds_nothing_but_the_object(own_data: Path, tmp_path: Path) -> None:
    file = tmp_path / "search.tsv"
    file.write_text("1\tscootmobiel\thulpmiddelen|vervoer\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "from webapp.cli import meedoen; meedoen()", "evaluate", "search", str(file)],
        env={"MEEDOEN_DATA": str(own_data), "PATH": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["cases"] == 1
