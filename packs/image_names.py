"""Images have their files' names in a pack, and longer ones in the database: there and back.

Loading a pack and dumping it gives back the same bytes, also of the texts.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

import msgspec

from learn.image_texts import rename_images
from learn.images.keeping import store_image
from learn.images.models import Image
from learn.images.references import FOLDER, Reference, parse_reference
from packs.pack import Pack, PackLesson
from quizzes.schema import Choice, Item, ItemSet, Step

type Rename = Callable[[str], str]


def keep_pack_images(pack: Pack) -> Pack:
    """Keep the images that the pack's texts show, and name them as the database does."""
    references: dict[str, str] = {}

    def rename(name: str) -> str:
        if name in pack.images and name not in references:
            reference = store_image(pack.images[name], name).reference(name)
            references[name] = without_folder(reference)
        return references.get(name, name)

    return map_texts(pack, rename)


def name_images_as_files(pack: Pack) -> Pack:
    """A pack with texts of the database: with the images that they show, by their files' names."""
    found: set[Reference] = set()

    def collect(name: str) -> str:
        if reference := parse_reference(f"{FOLDER}/{name}"):
            found.add(reference)
        return name

    map_texts(pack, collect)
    rows = Image.objects.filter(key__in={reference.key for reference in found})
    images = {row.key: bytes(row.data) for row in rows}
    names = file_names({reference for reference in found if reference.key in images})
    files = {name: images[reference.key] for reference, name in names.items()}
    by_text = {without_folder(reference): name for reference, name in names.items()}
    return replace(map_texts(pack, lambda name: by_text.get(name, name)), images=files)


def without_folder(reference: Reference) -> str:
    return str(reference).removeprefix(f"{FOLDER}/")


def file_names(references: set[Reference]) -> dict[Reference, str]:
    """A name for each, as it has one. Where another image has the same, a number follows."""
    taken: dict[str, tuple[str, str]] = {}
    names = {}
    for reference in sorted(references):
        path, number, name = PurePosixPath(reference.name), 1, reference.name
        # Some systems don't tell capitals in names of files apart.
        while taken.setdefault(name.casefold(), (reference.key, name))[0] != reference.key:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        names[reference] = taken[name.casefold()][1]
    return names


# --- All texts of a pack -----------------------------------------------------------------------


def map_texts(pack: Pack, rename: Rename) -> Pack:
    return replace(pack, lessons=[map_lesson(lesson, rename) for lesson in pack.lessons])


def map_lesson(lesson: PackLesson, rename: Rename) -> PackLesson:
    texts = {mode: rename_images(text, rename) for mode, text in lesson.texts.items()}
    sets = {mode: map_set(item_set, rename) for mode, item_set in lesson.sets.items()}
    return replace(lesson, texts=texts, sets=sets)


def map_set(item_set: ItemSet, rename: Rename) -> ItemSet:
    questions = [map_item(item, rename) for item in item_set.questions]
    return msgspec.structs.replace(item_set, questions=questions)


def map_item(item: Item, rename: Rename) -> Item:
    return map_item_texts(item, lambda text: rename_images(text, rename))


def map_item_texts(item: Item, changed: Callable[[str], str]) -> Item:
    """A question with each text that may show an image changed: not the titles of steps."""

    def changed_choice(choice: Choice) -> Choice:
        changes = {name: changed(getattr(choice, name)) for name in ("text", "match", "why")}
        return msgspec.structs.replace(choice, **changes)

    return msgspec.structs.replace(
        item,
        prompt=changed(item.prompt),
        text=changed(item.text),
        check=changed(item.check),
        choices={key: changed_choice(choice) for key, choice in item.choices.items()},
        hints=[changed(hint) for hint in item.hints],
        mistakes=[changed(mistake) for mistake in item.mistakes],
        steps=[Step(title=step.title, text=changed(step.text)) for step in item.steps],
    )
