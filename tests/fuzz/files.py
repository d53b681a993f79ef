"""A damaged file of each format, and one of any for a form that takes files."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

from ruamel.yaml import YAML

from tests.fuzz.damage import (
    as_json,
    damage_bytes,
    damage_entries,
    damage_tokens,
    damage_tree,
    damage_value,
    encode,
)
from tests.fuzz.readers import progress_sample, signed
from tests.fuzz.samples import TEXTS, Entry, pack_entries, pack_texts, package_entries, zip_entries


def of_text(kind: str) -> Callable[[Random], bytes]:
    def damaged(random: Random) -> bytes:
        text, how = TEXTS[kind], random.random()
        if how < 0.2:
            return damage_bytes(random, text.encode())
        if how < 0.6 and text.startswith("<"):
            return encode(random, damage_tree(random, text))
        return encode(random, damage_tokens(random, text))

    return damaged


def damaged_zip(random: Random) -> bytes:
    made = damage_entries(random, entries_with_damage(random))
    return damage_bytes(random, made) if random.random() < 0.3 else made


def damaged_qti(random: Random) -> bytes:
    """An item, or a package of them."""
    if random.random() < 0.5:
        return of_text("qti")(random)
    entries = list(package_entries())
    place = random.randrange(len(entries))
    damaged = damage_tree(random, entries[place].data.decode())
    entries[place] = Entry(entries[place].name, encode(random, damaged))
    made = damage_entries(random, entries) if random.random() < 0.4 else zip_entries(entries)
    return damage_bytes(random, made) if random.random() < 0.2 else made


def damaged_yaml(random: Random) -> bytes:
    """In a zip that is in order."""
    return zip_entries(entries_with_damage(random))


def entries_with_damage(random: Random) -> list[Entry]:
    entries = list(pack_entries())
    for _ in range(random.choice((1, 1, 2))):
        place = random.randrange(len(entries))
        name = entries[place].name
        entries[place] = Entry(name, damaged_text(random, name.partition("/")[2]))
    return entries


def damaged_text(random: Random, name: str) -> bytes:
    text, how = pack_texts()[name], random.random()
    if how < 0.2:
        return damage_bytes(random, text.encode())
    if how < 0.5 or name.endswith(".md"):
        return encode(random, damage_tokens(random, text))
    value: Any = YAML(typ="safe", pure=True).load(text)
    return encode(random, as_json(damage_value(random, value)))


def damaged_progress(random: Random) -> bytes:
    content, how = progress_sample(), random.random()
    if how < 0.2:
        return damage_bytes(random, as_json(content).encode())
    if how < 0.4:
        return encode(random, damage_tokens(random, as_json(content)))
    changed = damage_value(random, content)
    # What no JSON can hold can't be signed either.
    with suppress(UnicodeEncodeError, OverflowError):
        if isinstance(changed, dict) and how < 0.9:
            return signed(changed)
    return encode(random, as_json(changed))


DAMAGED: dict[str, Callable[[Random], bytes]] = {
    "gift": of_text("gift"),
    "moodle": of_text("moodle"),
    "aiken": of_text("aiken"),
    "qti": damaged_qti,
    "zip": damaged_zip,
    "yaml": damaged_yaml,
    "progress": damaged_progress,
}


def odd_file(random: Random) -> bytes:
    return DAMAGED[random.choice([*DAMAGED])](random)
