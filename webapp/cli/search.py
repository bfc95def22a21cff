"""`meedoen search`: what a resident would find, with the reasons."""

import click

from sociale_kaart.errors import NotFoundError
from sociale_kaart.queries.municipalities import get_municipality
from sociale_kaart.search import SearchRequest
from webapp.settings import Settings
from webapp.wiring import open_parts


@click.command()
@click.argument("query")
@click.option("--municipality", help="Key of a municipality, such as emmen.")
@click.option("--limit", default=15, show_default=True)
def search(query: str, municipality: str | None, limit: int) -> None:
    """Search and show score, tier and reasons of each hit."""
    parts = open_parts(Settings.from_environment())
    if municipality is not None:
        with parts.sessions() as session:
            try:
                get_municipality(session, municipality)
            except NotFoundError as error:
                raise click.BadParameter(str(error)) from None
    result = parts.search.search(SearchRequest(query=query, municipality=municipality))
    if result.urgent:
        click.echo(f"danger: {result.urgent}")
    if result.did_you_mean:
        click.echo(f"did you mean: {result.did_you_mean}")
    click.echo("needs: " + ", ".join(f"{need.key} {need.confidence:.2f}" for need in result.needs))
    for hit in result.hits[:limit]:
        click.echo(f"{hit.score:6.3f}  {hit.tier:d}  {hit.id:50}  {' '.join(hit.reasons)}")
    click.echo(f"{len(result.hits)} found")
