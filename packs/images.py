"""The images of a pack: reading them, and what is wrong with those that its texts name."""

from collections.abc import Collection, Iterator
from pathlib import Path

from learn.image_texts import text_images
from learn.images.formats import MOST_IMAGE_BYTES, Measured, measure, too_many_bytes
from learn.images.keeping import missing_images
from learn.images.references import ENDINGS, FOLDER, LONGEST_NAME, NAME
from learn.images.refused import ImageRefused
from packs.files import Problem
from packs.pack import PackDraft
from packs.passages import passages
from packs.texts import page_problems

MOST_NAMES = 10  # of images that there are, where another is asked for


def read_image(path: Path) -> tuple[bytes, Measured]:
    """The bytes of an image, as they are. Raises ImageRefused."""
    if not NAME.fullmatch(path.name):
        raise ImageRefused(
            f"This file has no place here. An image has a name of a-z, 0-9, dots and hyphens, at "
            f"most {LONGEST_NAME} of them, and ends in {', '.join(ENDINGS)}."
        )
    try:
        size = path.stat().st_size
        if size > MOST_IMAGE_BYTES:
            raise ImageRefused(too_many_bytes(size))
        data = path.read_bytes()
    except OSError as error:
        message = f"The file can't be read ({error.strerror}). Put an image here."
        raise ImageRefused(message) from error
    return data, measure(data)


def pack_image_problems(draft: PackDraft) -> Iterator[Problem]:
    """Images that a text names and the pack does not have, where they are named."""
    for passage in passages(draft):
        for position, source, _ in text_images(passage.text):
            folder, _, name = source.partition("/")
            if folder == FOLDER and name not in draft.images:
                known = ", ".join(sorted(draft.images)[:MOST_NAMES]) or "nothing"
                message = f"There is no {source}. In {FOLDER}/ there is: {known}."
                yield passage.tell(message, position)


def stored_image_problems(text: str, coming: Collection[str] = ()) -> Iterator[tuple[int, str]]:
    """Images that a text of the database names and this site does not have, with the position.

    `coming`: those that will be kept together with the text.
    """
    images = [
        (at, source)
        for at, source, _ in text_images(text)
        if source.startswith(f"{FOLDER}/") and source not in coming
    ]
    missing = missing_images(source for _, source in images) - {*coming}
    for position, source in images:
        if source in missing:
            message = f"There is no image {source}. Upload it under “Images”, and paste its line."
            yield position, message


def stored_page_problems(mode: str, text: str) -> Iterator[Problem]:
    """What is wrong with a text of a lesson in the database."""
    yield from page_problems(mode, text)
    for position, message in stored_image_problems(text):
        yield Problem(mode, text.count("\n", 0, position) + 1, message)
