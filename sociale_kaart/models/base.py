"""What all models share: the base, names for constraints, and the version counter for optimistic locking."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every model. Constraint names are fixed, so that migrations read the same on every database."""

    metadata = MetaData(naming_convention=NAMING)


class Versioned:
    """Counts changes; writing over someone else's newer version raises `StaleDataError` (see __mapper_args__)."""

    version: Mapped[int] = mapped_column(default=1)
