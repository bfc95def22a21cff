"""Search: ids of listings and why they matched. The only package that imports the search library."""

from sociale_kaart.search.engine import SearchEngine, Vocabulary
from sociale_kaart.search.request import Hit, SearchRequest, SearchResult

__all__ = ["Hit", "SearchEngine", "SearchRequest", "SearchResult", "Vocabulary"]
