"""Links that residents are shown: which still work, asked of a real web server, and which addresses are never asked."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from sqlalchemy import select

from sociale_kaart.models import LinkCheck, Organization, Service
from sociale_kaart.queries.links import DEAD_AFTER
from tests.mail_server import free_port
from tests.outbox import Outbox
from webapp import links
from webapp.jobs import Work
from webapp.links import check_link, check_links, is_public

HERE = frozenset({"127.0.0.1"})
AGENT = "Meedoen-linkcheck/1.0 (+https://meedoen.example)"
# What the server does at each path: a status, or a status and where it sends one on to.
ANSWERS: dict[str, tuple[int, str]] = {
    "/goed": (200, ""),
    "/leeg": (204, ""),
    "/zonder-doel": (302, ""),
    "/weg": (404, ""),
    "/voorgoed-weg": (410, ""),
    "/stuk": (500, ""),
    "/dicht": (403, ""),
    "/druk": (429, ""),
    "/verhuisd": (301, "/goed"),
    "/naar-weg": (302, "/weg"),
    "/rond": (302, "/rond"),
    "/naar-bestand": (302, "file:///etc/passwd"),
    "/naar-onzin": (302, "http://[::x"),
    "/naar-elders": (302, "http://127.0.0.2:{port}/goed"),
    "/naar-naam": (302, "http://gast@127.0.0.1:{port}/goed"),
    "/caf%C3%A9?q=%C3%A9n%20meer": (200, ""),
}


class Site(ThreadingHTTPServer):
    """A web server that remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Page)
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Page(BaseHTTPRequestHandler):
    server: Site

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.headers.append(dict(self.headers))
        if self.path == "/alleen-get":
            self.send_response(200 if self.command == "GET" else 405)
        elif self.path == "/hangt-op-bij-head" and self.command == "HEAD":
            self.close_connection = True
            return
        else:
            status, onwards = ANSWERS.get(self.path, (200, ""))
            self.send_response(status)
            if onwards:
                self.send_header("Location", onwards.format(port=self.server.server_port))
        self.send_header("Set-Cookie", "wie=u")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def answering(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Run a server that does with each connection what a test asks for; gives its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def look(url: str, but_allow: frozenset[str] = HERE) -> str | None:
    return check_link(url, user_agent=AGENT, but_allow=but_allow)


# --- what works, and what does not -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("", None),
        ("/goed", None),
        ("/leeg", None),
        ("/zonder-doel", None),
        ("/verhuisd", None),
        ("/alleen-get", None),
        ("/hangt-op-bij-head", None),
        ("/dicht", None),
        ("/druk", None),
        ("/goed#deel", None),
        ("/café?q=én meer", None),
        ("/weg", "missing"),
        ("/voorgoed-weg", "missing"),
        ("/naar-weg", "missing"),
        ("/stuk", "broken"),
        ("/rond", "redirects"),
        ("/naar-bestand", "malformed"),
        ("/naar-onzin", "malformed"),
        ("/naar-naam", "malformed"),
        ("/naar-elders", "private"),
    ],
)
def test_a_link_works_when_somebody_answers(site: Site, path: str, fault: str | None) -> None:
    assert look(site.url + path) == fault


def test_the_head_is_asked_for_and_the_page_only_when_that_does_not_do(site: Site) -> None:
    look(f"{site.url}/goed")
    assert site.asked == [("HEAD", "/goed")]
    look(f"{site.url}/alleen-get")
    assert site.asked[1:] == [("HEAD", "/alleen-get"), ("GET", "/alleen-get")]


def test_a_site_that_sends_us_round_is_not_asked_for_ever(site: Site) -> None:
    look(f"{site.url}/rond")
    assert len(site.asked) == links.MOST_REDIRECTS + 1


def test_nothing_is_told_but_who_we_are(site: Site) -> None:
    look(f"{site.url}/verhuisd")
    for headers in site.headers:
        assert headers == {
            "Host": site.url.removeprefix("http://"),
            "User-Agent": AGENT,
            "Accept": "*/*",
            "Connection": "close",
        }, "no cookie, although the first answer set one"


def test_the_name_of_the_host_is_kept_although_its_address_is_asked(site: Site) -> None:
    port = site.server_port
    assert look(f"http://localhost:{port}/goed", frozenset({"127.0.0.1", "::1"})) is None
    assert site.headers[0]["Host"] == f"localhost:{port}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "goed.example",
        "ftp://voorbeeld.example/",
        "javascript:alert(1)",
        "http://",
        "http://[::x/",
        "http://voorbeeld.example:99999/",
        "http://wie:geheim@voorbeeld.example/",
        f"http://{'a' * 70}.example/",
        "http://a..example/",
    ],
)
def test_what_is_no_link_is_told(url: str) -> None:
    assert look(url) == "malformed"


def test_where_nobody_is_at_home() -> None:
    assert look(f"http://127.0.0.1:{free_port()}/") == "unreachable"
    assert look("http://bestaat-niet.invalid/") == "unreachable"


@pytest.mark.parametrize(
    "text",
    [b"", b"hallo\r\n\r\n", b"HTTP/1.1 geen\r\n\r\n", b"x" * 100_000],
    ids=["nothing", "no HTTP", "no status", "too much"],
)
def test_an_answer_that_makes_no_sense(text: bytes) -> None:
    with answering(lambda connection: connection.sendall(text)) as url:
        assert look(url) == "garbled"


def test_an_answer_may_be_announced() -> None:
    text = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 404 Not Found\r\n\r\n"
    with answering(lambda connection: connection.sendall(text)) as url:
        assert look(url) == "missing"


def test_a_server_without_a_secret_where_one_is_expected(site: Site) -> None:
    assert look(site.url.replace("http://", "https://")) == "garbled"


def test_a_site_that_never_comes_to_an_end_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "SECONDS", 0.3)
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        try:
            while not over.wait(0.05):
                connection.sendall(b"x")
        except OSError:
            pass

    with answering(drip) as url:
        assert look(url) == "garbled"
        over.set()


# --- addresses that are never asked ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",  # noqa: S104 - asked, not listened on
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "１２７.0.0.1",
    ],
)
def test_this_machine_is_not_asked_however_it_is_called(site: Site, host: str) -> None:
    assert look(f"http://{host}:{site.server_port}/goed", frozenset()) == "private"
    assert site.asked == []


def test_nobody_is_sent_on_to_this_machine(site: Site) -> None:
    assert look(f"{site.url}/naar-elders") == "private"
    assert site.asked == [("HEAD", "/naar-elders")]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2a00:1450:400e:80c::200e", True),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::5db8:d822", True),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("::ffff:192.168.1.1", False),
        ("::192.168.1.1", False),
        ("64:ff9b::c0a8:101", False),
        ("2002:c0a8:101::1", False),
        ("2001:0:c0a8:101::1", False),
        ("2001:db8::1", False),
    ],
)
def test_only_public_addresses_are_asked(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) == public


# --- the job ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def box(tmp_path: Path) -> Iterator[Outbox]:
    found = Outbox(tmp_path)
    yield found
    found.engine.dispose()


def add_listing(box: Outbox, key: str, url: str | None, organization: str | None = None) -> None:
    with box.sessions.begin() as session:
        session.add(
            Service(
                id=key,
                kind="service",
                name=key,
                tier=2,
                status="active",
                summary="Voor wie hulp zoekt.",
                description="x",
                source="x",
                url=url,
                organization_id=organization,
            )
        )


def run(box: Outbox) -> None:
    check_links(Work(box.settings, box.sessions), but_allow=HERE)


def days_later(box: Outbox, days: int = 1) -> None:
    """Let days pass: all that happened has happened that much longer ago."""
    with box.sessions.begin() as session:
        for link in session.scalars(select(LinkCheck)):
            link.due_on -= dt.timedelta(days=days)
            link.failed_on = link.failed_on and link.failed_on - dt.timedelta(days=days)


def failures(box: Outbox) -> dict[str, int]:
    with box.sessions() as session:
        return {link.url.rpartition("/")[2]: link.failures for link in session.scalars(select(LinkCheck))}


def test_a_link_is_dead_after_failing_on_three_days(site: Site, box: Outbox) -> None:
    add_listing(box, "goed", f"{site.url}/goed")
    add_listing(box, "weg", f"{site.url}/weg")
    for day in range(1, DEAD_AFTER + 1):
        run(box)
        assert failures(box) == {"goed": 0, "weg": day}
        days_later(box)


def test_a_day_counts_once(site: Site, box: Outbox) -> None:
    add_listing(box, "weg", f"{site.url}/weg")
    for _ in range(3):
        run(box)
        with box.sessions.begin() as session:
            for link in session.scalars(select(LinkCheck)):
                link.due_on -= dt.timedelta(days=1)  # looked at again on the same day
    assert failures(box) == {"weg": 1}


def test_a_link_that_works_again_is_no_longer_dead(site: Site, box: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    add_listing(box, "weg", f"{site.url}/weg")
    run(box)
    monkeypatch.setitem(ANSWERS, "/weg", (200, ""))
    days_later(box)
    run(box)
    assert failures(box) == {"weg": 0}


def test_what_was_looked_at_is_left_alone_for_a_while(site: Site, box: Outbox) -> None:
    add_listing(box, "goed", f"{site.url}/goed")
    run(box)
    run(box)
    days_later(box, 6)
    run(box)
    assert len(site.asked) == 1
    days_later(box, 1)
    run(box)
    assert len(site.asked) == 2


def test_a_listing_shows_the_link_of_its_organisation_when_it_has_none(site: Site, box: Outbox) -> None:
    with box.sessions.begin() as session:
        session.add(Organization(id="sedna", name="Sedna", description="x", source="x", url=f"{site.url}/weg"))
    add_listing(box, "zonder", None, "sedna")
    add_listing(box, "nog-een", None, "sedna")
    run(box)
    assert failures(box) == {"weg": 1}
    assert len(site.asked) == 2, "asked once: the head, and then the page"


def test_a_link_that_nobody_shows_any_more_is_forgotten(site: Site, box: Outbox) -> None:
    add_listing(box, "weg", f"{site.url}/weg")
    run(box)
    with box.sessions.begin() as session:
        session.get_one(Service, "weg").url = None
    run(box)
    assert failures(box) == {}


def test_when_nobody_at_all_can_be_reached_it_may_be_us(site: Site, box: Outbox) -> None:
    away = f"http://127.0.0.1:{free_port()}"
    add_listing(box, "een", f"{away}/een")
    add_listing(box, "twee", f"{away}/twee")
    run(box)
    assert failures(box) == {"een": 0, "twee": 0}
    add_listing(box, "goed", f"{site.url}/goed")
    days_later(box)
    run(box)
    assert failures(box) == {"een": 1, "twee": 1, "goed": 0}


def test_two_workers_at_once_look_at_each_link_once(site: Site, box: Outbox) -> None:
    for number in range(20):
        add_listing(box, f"nummer-{number}", f"{site.url}/{number}")
    run(box)
    days_later(box, 7)
    site.asked.clear()
    workers = [threading.Thread(target=run, args=[box]) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(path for _method, path in site.asked) == sorted(f"/{number}" for number in range(20))


def test_a_worker_that_must_stop_leaves_the_rest_for_later(site: Site, box: Outbox) -> None:
    add_listing(box, "goed", f"{site.url}/goed")
    work = Work(box.settings, box.sessions)
    work.stopping.set()
    check_links(work, but_allow=HERE)
    assert site.asked == []
    days_later(box)
    run(box)
    assert len(site.asked) == 1
