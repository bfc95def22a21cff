"""Runs every measurement and prints Markdown tables. Takes about five minutes on two cores."""

import logging
import tempfile
from pathlib import Path

from tests.bench import assistant, back_office, index, memory, pages, search, table_import, weight


def main() -> None:
    """Measure and print."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        made = pages.make_apps(Path(folder))
        for title, lines in (
            ("Search", search.measure(made)),
            ("Results page", pages.results_pages(made)),
            ("Pages per second", pages.rates(made)),
            ("Weight of the first view", weight.measure(made)),
            ("List pages of the back office", back_office.measure(made)),
            # After what asks these applications something: it changes their listings.
            ("From commit to visible", index.measure(made)),
            ("Memory per worker", memory.measure()),
            ("Replies of the assistant", assistant.measure()),
            ("Reading in a table", table_import.measure(Path(folder) / "import")),
        ):
            print(f"\n### {title}\n", *lines, sep="\n", flush=True)  # noqa: T201


main()
