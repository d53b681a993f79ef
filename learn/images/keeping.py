"""Keeping images in the database, and looking them up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from django.utils.text import slugify

from learn.images.camera import without_camera_data
from learn.images.formats import measure
from learn.images.models import Image
from learn.images.references import KEY_LENGTH, Reference, parse_reference
from learn.images.refused import ImageRefused

LONGEST_STEM = 60


@dataclass(frozen=True)
class ImageFile:
    """An image as a file: `name` is what it is called in its course."""

    name: str
    media_type: str
    data: bytes


def keep_image(data: bytes, name: str) -> str:
    """Keep what somebody brings along. Returns what stands for it in Markdown, between the
    parentheses of `![alt](…)`.

    `name`: what the file was called, which may be anything. Raises ImageRefused.
    """
    return str(bring_image(data, name).reference(file_name(data, name)))


def foresee_image(data: bytes, name: str) -> str:
    """What `keep_image` would return, without keeping anything. Raises ImageRefused."""
    bare = without_place(data)
    measured, key = measure(bare), sha256(bare).hexdigest()[:KEY_LENGTH]
    return str(Reference(file_name(bare, name), key, measured.width, measured.height))


def bring_image(data: bytes, name: str) -> Image:
    """As `keep_image`; returns the row."""
    return store_image(without_place(data), file_name(data, name))


def store_image(data: bytes, name: str) -> Image:
    """Keep an image as it is, unless it is kept already. Raises ImageRefused."""
    measured = measure(data)
    digest = sha256(data).hexdigest()
    key = digest[:KEY_LENGTH]
    row = Image.objects.defer("data").filter(key=key).first()
    if row is None:
        about = {"media_type": measured.media_type, "size": len(data), "data": data}
        sizes = {"width": measured.width, "height": measured.height}
        row, _ = Image.objects.get_or_create(
            key=key, defaults={"digest": digest, "name": name, **about, **sizes}
        )
    if row.digest != digest:  # made so on purpose: by chance it does not happen
        raise ImageRefused("Another image has the same key. Save this one anew.")
    return row


def without_place(data: bytes) -> bytes:
    """What is brought along shall not tell where its author lives. Raises ImageRefused."""
    measured = measure(data)
    if measured.media_type == "image/jpeg":
        try:
            return without_camera_data(data)
        except ValueError as error:
            raise ImageRefused("It ends too early. Save it anew.") from error
    if measured.located:
        raise ImageRefused("It says where it was taken. Save it without its location.")
    return data


def file_name(data: bytes, name: str) -> str:
    """A name that a pack takes, with the ending of what the file is."""
    stem = PurePosixPath(re.split(r"[/\\]", name)[-1]).stem
    return f"{slugify(stem)[:LONGEST_STEM].strip('-_') or 'image'}.{measure(data).ending}"


def image_file(source: str) -> ImageFile | None:
    """The file behind what stands in Markdown. None where there is none."""
    reference = parse_reference(source)
    row = Image.objects.filter(key=reference.key).first() if reference else None
    if reference is None or row is None:
        return None
    return ImageFile(reference.name, row.media_type, bytes(row.data))


def missing_images(sources: Iterable[str]) -> set[str]:
    """Those of these, as they stand in Markdown, behind which there is no image."""
    references = {source: parse_reference(source) for source in sources}
    keys = {reference.key for reference in references.values() if reference}
    there = set(Image.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    return {
        source
        for source, reference in references.items()
        if reference is None or reference.key not in there
    }
