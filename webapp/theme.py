"""A municipality's theme: its colours from municipality.yml as design tokens that the style sheet builds on."""

from sociale_kaart.models import Municipality


def tokens(municipality: Municipality) -> str:
    """Give the style sheet with a municipality's tokens."""
    colours = municipality.theme
    return f":root{{--meedoen-primary:{colours['primary']};--meedoen-accent:{colours['accent']}}}\n"
