"""The audit event that every action writes, in the same transaction as the change (HSDS metadata)."""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from sociale_kaart.models import Metadata


def record(
    session: Session,
    *,
    by: str,
    action: str,
    resource: tuple[str, str],
    changes: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Note that `by` did `action` (see `Metadata.last_action_type`) to `resource` (type and id), and why.

    `changes` maps each changed field to its previous and its new value.
    """
    session.add(
        Metadata(
            resource_type=resource[0],
            resource_id=resource[1],
            last_action_date=dt.datetime.now(dt.UTC),
            last_action_type=action,
            updated_by=by,
            changes=changes or {},
            reason=reason,
        )
    )
