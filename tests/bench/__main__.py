"""Runs every measurement and prints Markdown tables. Takes about five minutes on two cores."""

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import assistant, back_office, index, memory, pages, search, table_import, weight


def main() -> None:
    """Measure and print."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        made = pages.make_apps(Path(folder))
        parts: dict[str, Callable[[], list[str]]] = {
            "Search": lambda: search.measure(made),
            "Results page": lambda: pages.results_pages(made),
            "Pages per second": lambda: pages.rates(made),
            "Weight of the first view": lambda: weight.measure(made),
            "List pages of the back office": lambda: back_office.measure(made),
            # After what asks these applications something: it changes their listings.
            "From commit to visible": lambda: index.measure(made),
            "Memory per worker": memory.measure,
            "Replies of the assistant": assistant.measure,
            "Reading in a table": lambda: table_import.measure(Path(folder) / "import"),
        }
        for title, measure in parts.items():
            print(f"\n### {title}\n", *measure(), sep="\n", flush=True)  # noqa: T201


main()
