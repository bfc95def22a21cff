"""Alembic's migrations; `python -m sociale_kaart.migrations "message"` makes the next one."""
