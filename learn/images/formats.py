"""What a file holds, by its bytes: whether it is an image, of which kind, and how large.

Nothing is decoded: a few kilobytes may stand for gigabytes of pixels.
"""

import io
from dataclasses import dataclass

import PIL.Image
from PIL import ExifTags

from learn.images.camera import exif_of
from learn.images.refused import ImageRefused
from learn.images.svg import svg_size

MOST_IMAGE_BYTES = 2_000_000
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 99_999  # five digits, as in references

# By Pillow's name: the media type, and how a file's name ends. MPO: a JPEG with more behind it.
FORMATS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),
    "GIF": ("image/gif", "gif"),
    "WEBP": ("image/webp", "webp"),
}
SVG = ("image/svg+xml", "svg")
ON_ITS_SIDE = range(5, 9)  # values of EXIF's orientation
# What Pillow raises for a file that is broken, or that would be too large to decode.
BROKEN = (OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError)
TOO_LARGE = (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Measured:
    """`width`, `height`: as it is shown, turned as a camera says. `located`: it says where it was
    taken."""

    media_type: str
    ending: str
    width: int
    height: int
    located: bool = False


def measure(data: bytes) -> Measured:
    """Raises ImageRefused, which says what to do."""
    if len(data) > MOST_IMAGE_BYTES:
        raise ImageRefused(too_many_bytes(len(data)))
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        width, height = svg_size(data)
        return within_bounds(Measured(*SVG, whole_pixels(width), whole_pixels(height)))
    return within_bounds(measure_pixels(data))


def whole_pixels(side: float) -> int:
    return max(1, round(min(side, LONGEST_SIDE)))


def too_many_bytes(size: int) -> str:
    most = MOST_IMAGE_BYTES // 1_000_000
    return f"It has {size / 1_000_000:.1f} MB, more than {most} MB. Save it smaller."


def measure_pixels(data: bytes) -> Measured:
    try:
        with PIL.Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            media_type, ending = FORMATS[image.format or ""]
            exif = exif_of(image)
            located = bool(exif.get_ifd(ExifTags.IFD.GPSInfo))
            width, height = image.size
            if exif.get(ExifTags.Base.Orientation) in ON_ITS_SIDE:
                width, height = height, width
            measured = within_bounds(Measured(media_type, ending, width, height, located))
            image.verify()  # the checksums of a PNG; this decodes nothing
    except TOO_LARGE as error:
        raise ImageRefused(too_many_pixels("far")) from error
    except BROKEN as error:
        message = "It is no PNG, JPEG, GIF, WebP or SVG that can be read. Save it as one."
        raise ImageRefused(message) from error
    return measured


def within_bounds(measured: Measured) -> Measured:
    pixels = measured.width * measured.height
    if pixels > MOST_PIXELS:
        raise ImageRefused(too_many_pixels(f"{pixels / 1_000_000:.0f} million,"))
    if max(measured.width, measured.height) > LONGEST_SIDE:
        raise ImageRefused(f"A side is longer than {LONGEST_SIDE} pixels. Make it smaller.")
    return measured


def too_many_pixels(how_many: str) -> str:
    most = MOST_PIXELS // 1_000_000
    return f"It has too many pixels: {how_many} more than {most} million. Make it smaller."
