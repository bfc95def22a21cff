"""What changed between two versions of a record, field by field, and back again."""

from collections.abc import Mapping
from typing import Any

Data = dict[str, Any]
# Per field: what it was and what it became; None where it was or became empty.
Changes = dict[str, list[Any]]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Give the changes from one version to another."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: [before.get(name), after.get(name)] for name in names}


def merged(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Data:
    """Give their version with what I changed since the base; where both changed a field, it is as I have it."""
    together = dict(theirs)
    for name, (_before, after) in between(base, mine).items():
        if after is None:
            together.pop(name, None)
        else:
            together[name] = after
    return together


def undone(data: Mapping[str, Any], changes: Mapping[str, Any]) -> Data:
    """Give the data as it was before the changes."""
    earlier = dict(data)
    for name, (before, _after) in changes.items():
        if before is None:
            earlier.pop(name, None)
        else:
            earlier[name] = before
    return earlier
