"""Alembic's migrations; `meedoen database revision "what changes"` makes the next one."""
