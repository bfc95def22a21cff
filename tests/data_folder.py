"""A data folder for a test, made in milliseconds from another one."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

# Trained models: hundreds of megabytes that a test only reads. Copied, they fill the disk within one run.
_TRAINED = ("needs", "rasa")
_DATABASE = "meedoen.db"


def copy_data(made: Path, to: Path) -> Path:
    """Copy the database, the index and the key to `to`, with links to the trained models; gives `to`.

    The database is copied by SQLite: an ordinary read of its file, when it is closed, takes away the locks of this
    whole process on it (https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread),
    after which another process that opens the database may cut off what this one has mapped in memory.
    """
    shutil.copytree(made, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_TRAINED, f"{_DATABASE}*"))
    with closing(sqlite3.connect(made / _DATABASE)) as source, closing(sqlite3.connect(to / _DATABASE)) as copy:
        source.backup(copy)
    for folder in _TRAINED:
        if (made / folder).exists():
            shutil.copytree(made.resolve() / folder, to / folder, copy_function=os.symlink)
    return to
