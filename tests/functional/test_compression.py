"""Compressed answers are each their own: a kept page may be given again, nothing else."""

import brotli
from flask import Flask
from flask.testing import FlaskClient


def read(client: FlaskClient, url: str) -> bytes:
    """The body of an answer, as a browser reads it."""
    response = client.get(url, headers={"Accept-Encoding": "br"})
    return bytes(brotli.decompress(response.data)) if response.content_encoding == "br" else response.data


def test_every_compressed_answer_is_that_of_its_own_url(app: Flask) -> None:
    client = FlaskClient(app, app.response_class, use_cookies=False)
    urls = [
        "/api/v1/search?q=infohuus",
        "/api/v1/search?q=vervoer",
        "/sitemap.xml",
        "/hulp/emmen-zorgloket",
        "/hulp/emmen-zorgloket?lang=en",
        "/nergens",
        "/zoeken?q=" + "eenzaam+" * 60,
        "/zoeken?q=" + "vervoer+" * 60,
    ]
    plain = [client.get(url).data for url in urls]
    assert len(set(plain)) == len(urls)
    assert [read(client, url) for url in urls] == plain
    assert [read(client, url) for url in reversed(urls)] == plain[::-1]
