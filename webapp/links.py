"""Looks whether the links that residents are shown still work.

Anyone who writes a listing writes a link, so it may point at this machine or at its network: only public addresses are
asked, those that the name stood for when it was looked up, and again for each address that one is sent on to.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import socket
import ssl
import time
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin, urlsplit

from sqlalchemy.exc import IntegrityError

from sociale_kaart.actions import links
from sociale_kaart.queries.links import list_gone_links, list_new_links
from webapp.jobs import Work
from webapp.texts import today

log = logging.getLogger(__name__)

# For one question and its answer, from the first packet to the last; and for all that one link takes.
SECONDS, SECONDS_IN_ALL = 5.0, 15.0
MOST_REDIRECTS = 5
LARGEST_HEAD = 32_768
# Mail waits while links are looked at.
AT_ONCE, SECONDS_AT_ONCE = 25, 30.0
_REDIRECTS = (301, 302, 303, 307, 308)
# Somebody is there, who does not let a program in.
_GUARDED = (401, 402, 403, 405, 406, 407, 408, 429, 451)
_PORTS = {"http": 80, "https": 443}
_PUBLIC_IPV6 = IPv6Network("2000::/3")
# Networks without IPv4 reach it through these, with the address in the last four bytes.
_NAT64 = IPv6Network("64:ff9b::/96")
_SAFE = "/%:@!$&'()*+,;=~-._?"

Address = IPv4Address | IPv6Address


class _LinkError(Exception):
    """A link does not work; its text says why: see `check_link`."""


@dataclass(frozen=True)
class _Target:
    """Where a URL points."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def of(cls, url: str) -> _Target:
        """Read a URL as it stands in a listing, or in the answer of a site."""
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").encode("idna").decode("ascii")
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            raise _LinkError("malformed") from None
        if not host or parts.username is not None:
            raise _LinkError("malformed")
        query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
        return cls(parts.scheme, host, port, quote(parts.path or "/", safe=_SAFE) + query)

    def request(self, method: str, user_agent: str) -> bytes:
        """Give the question to ask: no cookies, nothing of who looks at the listing."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        lines = (
            f"{method} {self.path} HTTP/1.1",
            f"Host: {host}" if self.port == _PORTS[self.scheme] else f"Host: {host}:{self.port}",
            f"User-Agent: {user_agent}",
            "Accept: */*",
            "Connection: close",
        )
        return "".join(f"{line}\r\n" for line in (*lines, "")).encode("ascii")


def check_link(url: str, *, user_agent: str, but_allow: frozenset[str] = frozenset()) -> str | None:
    """Give what is wrong with a link, nothing when somebody answers there.

    "malformed" or "private" (the link itself), "unreachable" (nobody there, or no network here), "garbled" (no answer
    that makes sense, or none in time), "missing" (4xx), "broken" (5xx), "redirects" (too many).
    `but_allow` has addresses that are asked although they are not public, for tests.
    """
    until = time.monotonic() + SECONDS_IN_ALL
    try:
        for _ in range(MOST_REDIRECTS + 1):
            if time.monotonic() > until:
                return "garbled"
            status, onwards = _look(_Target.of(url), user_agent, but_allow)
            if onwards is None:
                return _judge(status)
            url = urljoin(url, onwards)
    except _LinkError as error:
        return str(error)
    except ValueError:  # where the site sends us is no URL
        return "malformed"
    return "redirects"


def _judge(status: int) -> str | None:
    if status < 400 or status in _GUARDED:
        return None
    return "missing" if status < 500 else "broken"


def _look(target: _Target, user_agent: str, but_allow: frozenset[str]) -> tuple[int, str | None]:
    """Give the status and where it sends us on to; asks for the page itself where asking for its head does not do."""
    addresses = _resolve(target, but_allow)
    try:
        status, onwards = _ask(target.request("HEAD", user_agent), target, addresses)
        if status < 400:
            return status, onwards
    except _LinkError as error:
        if str(error) != "garbled":
            raise
    return _ask(target.request("GET", user_agent), target, addresses)


def _resolve(target: _Target, but_allow: frozenset[str]) -> list[str]:
    """Give the addresses of a host; refuses it when any of them is not public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _LinkError("unreachable") from None
    addresses = list(dict.fromkeys(str(where[0]) for *_, where in found))
    if not all(address in but_allow or is_public(ip_address(address)) for address in addresses):
        raise _LinkError("private")
    return addresses


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet, also where it carries another address inside."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        return address in _PUBLIC_IPV6 and address.is_global
    return address.is_global and not address.is_multicast


def _ask(request: bytes, target: _Target, addresses: list[str]) -> tuple[int, str | None]:
    """Ask one question at the addresses that were looked up; gives the status and where it sends us on to."""
    until = time.monotonic() + SECONDS
    with _connect(target, addresses, until) as plain:
        try:
            with _TLS.wrap_socket(plain, server_hostname=target.host) if target.scheme == "https" else plain as line:
                line.sendall(request)
                head = _read_head(line, until)
        except (OSError, ValueError):
            raise _LinkError("garbled") from None
    answer = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    if answer is None:
        raise _LinkError("garbled")
    status = int(answer[1])
    onwards = re.search(rb"(?im)^location:[ \t]*([^\r\n]+)", head)
    return status, onwards[1].decode("utf-8", "replace").strip() if status in _REDIRECTS and onwards else None


def _tls() -> ssl.SSLContext:
    """Nothing is sent and nothing believed: a link with a worn-out certificate still is no dead link."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


_TLS = _tls()


def _connect(target: _Target, addresses: list[str], until: float) -> socket.socket:
    for address in addresses:
        try:
            connection = socket.create_connection((address, target.port), timeout=_left(until))
            connection.settimeout(_left(until))
            return connection
        except OSError:
            continue
    raise _LinkError("unreachable")


def _read_head(connection: socket.socket, until: float) -> bytes:
    """Read the head of an answer, and nothing of what follows; however slowly it comes, not beyond the time."""
    head = b""
    while len(head) < LARGEST_HEAD:
        connection.settimeout(_left(until))
        part = connection.recv(4096)
        head += part
        while re.match(rb"HTTP/1\.1 1\d\d", head) and b"\r\n\r\n" in head:  # not yet the answer
            head = head.partition(b"\r\n\r\n")[2]
        if not part or b"\r\n\r\n" in head:
            break
    return head.partition(b"\r\n\r\n")[0]


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


# --- the job ---------------------------------------------------------------------------------------------------------
def check_links(work: Work, *, but_allow: frozenset[str] = frozenset()) -> None:
    """Look at some of the links whose turn it is."""
    _follow(work)
    with work.sessions.begin() as session:
        urls = links.take_links(session, limit=AT_ONCE, now=_now())
    found: dict[str, str | None] = {}
    until = time.monotonic() + SECONDS_AT_ONCE
    for url in urls:
        # What there is no time for waits until nobody holds it any more.
        if time.monotonic() > until or work.stopping.is_set():
            break
        agent = f"Meedoen-linkcheck/1.0 (+{work.settings.site_url})"
        found[url] = check_link(url, user_agent=agent, but_allow=but_allow)
    if found:
        _write_down(work, found)


def _follow(work: Work) -> None:
    with work.sessions() as session:
        new, gone = list_new_links(session), list_gone_links(session)
    if new or gone:
        try:
            with work.sessions.begin() as session:
                links.follow_links(session, new=new, gone=gone, now=_now())
        except IntegrityError:
            log.info("another worker took up the new links")


def _write_down(work: Work, found: dict[str, str | None]) -> None:
    # When nobody at all could be reached, it may well be our own network that is down.
    network = any(fault not in ("unreachable", "private", "malformed") for fault in found.values())
    unknown = [url for url, fault in found.items() if fault == "unreachable" and not network]
    with work.sessions.begin() as session:
        for url in sorted(found.keys() - set(unknown)):
            links.note_link(session, url=url, fault=found[url], now=_now(), today=today())
        links.leave_links(session, urls=unknown, now=_now())
    log.info("%d links looked at, %d do not work", len(found), sum(fault is not None for fault in found.values()))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
