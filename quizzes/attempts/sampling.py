"""A sample of a question bank, balanced over the levels."""

from collections.abc import Collection, Iterable
from hashlib import sha256
from itertools import chain, zip_longest

from quizzes.schema import LEVELS, Item


def sample(
    items: Iterable[Item], number: int, seed: str, first: Collection[str] = ()
) -> list[Item]:
    """`number` of the items, easy ones first. The same seed always gives the same sample.

    The rank of a question depends on the seed and its own slug alone, so a bank that grows
    changes a sample as little as possible. The slugs in `first` were worked on and stay in it.
    """
    by_slug = {item.id: item for item in items}
    ranks = {slug: sha256(f"{seed}:{slug}".encode()).hexdigest() for slug in by_slug}
    ranked = sorted(by_slug.values(), key=lambda item: (item.id not in first, ranks[item.id]))
    # The seed decides which level gives one more where they can't all give the same number.
    turn = int(sha256(seed.encode()).hexdigest(), 16) % len(LEVELS)
    piles = [[item for item in ranked if item.level == level] for level in LEVELS]
    in_turn = chain.from_iterable(zip_longest(*piles[turn:], *piles[:turn]))
    sampled = [item for item in in_turn if item is not None][:number]
    return sorted(sampled, key=lambda item: (LEVELS.index(item.level), ranks[item.id]))
