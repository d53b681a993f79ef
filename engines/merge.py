"""Laying one request's changes over what another request has saved meanwhile."""

from typing import Any

MISSING = object()


def merge_changes(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> dict[str, Any]:
    """The session with the changes of both requests, key by key, also in nested dictionaries.

    `base` is what this request loaded, `ours` what it made of it, `theirs` what the store holds
    now. A key that this request changed, added or removed is taken from `ours`, every other from
    `theirs`. No argument is changed.
    """
    result = dict(theirs)
    for key in base.keys() | ours.keys():
        before, after = base.get(key, MISSING), ours.get(key, MISSING)
        if before == after:
            continue
        if after is MISSING:
            result.pop(key, None)
        elif isinstance(after, dict) and isinstance(theirs.get(key), dict):
            known = before if isinstance(before, dict) else {}
            result[key] = merge_changes(known, after, theirs[key])
        else:
            result[key] = after
    return result
