"""Drawing some questions of a bank, balanced over the levels."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from itertools import chain, zip_longest
from typing import get_args

from quizzes.items import Item, Level

LEVELS: tuple[str, ...] = get_args(Level)


def draw(items: Iterable[Item], number: int, seed: str, first: Collection[str] = ()) -> list[Item]:
    """`number` of the items, easy ones first; the same at every look for the same seed.

    A question's rank depends on the seed and its own id alone, so that a bank that grows
    changes a draw as little as can be; those `first`, which were worked on, stay in it.
    """

    by_id = {item.id: item for item in items}
    ranks = {slug: sha256(f"{seed}:{slug}".encode()).hexdigest() for slug in by_id}
    chosen = sorted(by_id.values(), key=lambda item: (item.id not in first, ranks[item.id]))
    # Which level gives the one more, where they can't give the same, is the seed's to say.
    turn = int(sha256(seed.encode()).hexdigest(), 16) % len(LEVELS)
    piles = [[one for one in chosen if one.level == level] for level in LEVELS]
    in_turn = chain.from_iterable(zip_longest(*piles[turn:], *piles[:turn]))
    drawn = [item for item in in_turn if item is not None][:number]
    return sorted(drawn, key=lambda item: (LEVELS.index(item.level), ranks[item.id]))
