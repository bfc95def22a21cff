"""Reading in a table of 5,000 listings: time of each step and the memory of the process that does it."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sociale_kaart.actions import import_jobs
from sociale_kaart.actions.content_import import import_content
from sociale_kaart.actors import Actor, Role
from sociale_kaart.exchange.content_files import read_content
from sociale_kaart.exchange.tables import write_csv, write_xlsx
from sociale_kaart.models import ImportJob
from tests.bench.generated import with_generated
from webapp.settings import ROOT, Settings
from webapp.wiring import ensure_index, open_database

ROWS = 5_000
ADA = Actor("bench", Role.ADMINISTRATOR)


def measure(folder: Path) -> list[str]:
    """Read in new listings from CSV, then all of them changed from Excel, in a process as the back office starts it."""
    settings = Settings(data_dir=folder)
    _engine, sessions = open_database(settings)
    content = read_content(settings.content_dir)
    with sessions() as session:
        import_content(session, content=content, by="bench")
        session.commit()
        ensure_index(settings, session)
    lines = ["| table | step | seconds | most memory MB |", "|---|---|---|---|"]
    for name, data in _tables().items():
        job_id = _add(sessions, name, data)
        for step in ("check", "write"):
            if step == "write":
                with sessions.begin() as session:
                    import_jobs.ask(session, job=session.get_one(ImportJob, job_id), step=step, by=ADA, now=_now())
            seconds, memory = _run(settings)
            with sessions() as session:
                job = session.get_one(ImportJob, job_id)
                assert (job.step, job.state) == (step, "ready"), job.report
            lines.append(f"| {name} | {step} | {seconds:.1f} | {memory:.0f} |")
    return lines


def _tables() -> dict[str, bytes]:
    """Give tables of generated listings: new ones, and the same ones with another sentence."""
    content = read_content(ROOT / "content")
    before = {service.key for services in content.services.values() for service in services}
    made: list[Mapping[str, Any]] = [
        service.as_data() | {"municipality": owner}
        for owner, services in with_generated(content, len(before) + ROWS).services.items()
        for service in services
        if service.key not in before
    ]
    changed = [data | {"summary": f"Nieuw: {data['summary']}"[:120]} for data in made]
    return {"new.csv": b"".join(write_csv(made)), "changed.xlsx": write_xlsx(changed)}


def _add(sessions: Any, name: str, data: bytes) -> int:
    with sessions.begin() as session:
        return import_jobs.add(session, content=data, filename=name, by=ADA, now=_now()).id


def _run(settings: Settings) -> tuple[float, float]:
    """Run the process; gives its seconds, and its most memory as the kernel counted it.

    Read while it runs: what the kernel tells of it afterwards counts the memory of this process too, from before the
    other program was loaded.
    """
    where = {"MEEDOEN_DATA": str(settings.data_dir), "DATABASE_URL": settings.url}
    start, most = time.perf_counter(), 0
    process = subprocess.Popen([sys.executable, "-m", "webapp.imports"], cwd=ROOT, env=os.environ | where)
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        told = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        most = int(told[1]) if told else most  # gone just before the process is
        time.sleep(0.02)
    assert process.returncode == 0
    return time.perf_counter() - start, most / 1000


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
