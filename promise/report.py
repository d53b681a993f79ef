"""A run as a table, and the evidence where the promise was broken."""

from collections.abc import Iterator

from promise.checker import KINDS, Violation
from promise.run import MOST, Result

MOST_SHOWN = 5  # violations of a kind


def table(result: Result) -> str:
    tally, slowest = result.tally, result.tally.slowest
    broken = {kind: sum(found.kind == kind for found in result.violations) for kind in KINDS}
    faults = ", ".join(f"{name} {times}" for name, times in sorted(result.faults.items()))
    silent = ", ".join(f"{why} {times}" for why, times in tally.unanswered.items())
    lines = {
        "set-up": result.on,
        "seed": result.seed,
        "seconds": f"{result.seconds:g}",
        "learners": len({entry.learner for entry in result.log.acknowledged}),
        "requests": tally.requests,
        "no reply": silent or 0,
        "replies": ", ".join(f"{status}: {n}" for status, n in sorted(tally.statuses.items())),
        "acknowledged": len({entry.action.form for entry in result.log.acknowledged}),
        "faults": faults or 0,
        **broken,
        "cookies deleted": len(tally.deleted_cookies),
        "ended with their cache": tally.ended_sessions,
        "cookies of others": len(tally.foreign_cookies),
        "500s but 503": len(tally.server_errors),
        "slowest, store silent": f"{slowest[True].seconds:.2f} s {slowest[True].request}",
        "slowest otherwise": f"{slowest[False].seconds:.2f} s {slowest[False].request}",
        "said not kept, yet kept": len(kept_all_the_same(result)),
    }
    lines |= {f"left out: {name}": why for name, why in result.left_out.items()}
    return "\n".join(f"{name:24} {value}" for name, value in lines.items())


def kept_all_the_same(result: Result) -> set[str]:
    """Answers whose commit outlived the reply that says they are not kept."""
    acknowledged = {entry.action.key for entry in result.log.acknowledged}
    kept = {row.key for row in result.rows if row.key} - acknowledged
    return kept & {action.key for action in result.log.refused}


def evidence(result: Result) -> Iterator[str]:
    """Of each kind of violation the first ones: what it is, the rows, the log around it."""
    for kind in KINDS:
        found = [violation for violation in result.violations if violation.kind == kind]
        for violation in found[:MOST_SHOWN]:
            yield from told_in_full(violation, result)
        if len(found) > MOST_SHOWN:
            yield f"… and {len(found) - MOST_SHOWN} more {kind}"
    yield from (f"cookie deleted: {request}" for request in result.tally.deleted_cookies[:20])
    yield from (f"cookie of another: {cookie}" for cookie in result.tally.foreign_cookies[:20])
    yield from (f"server error: {request}" for request in result.tally.server_errors[:20])
    if result.tally.slowest[True].seconds > MOST:
        yield f"too slow: a page may take {MOST:g} s while a store is silent"


def told_in_full(violation: Violation, result: Result) -> Iterator[str]:
    yield f"\n{violation.kind}: {violation.words} (browser {violation.browser})"
    yield from (f"  row {row}" for row in violation.rows)
    yield from (f"  log {line}" for line in result.log.around(violation.browser, violation.form))
