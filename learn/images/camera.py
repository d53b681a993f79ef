"""What a camera writes into a picture, as how it was held and the place, and a JPEG without it.

The picture itself is not touched: segments are left out, and nothing is encoded anew.
"""

import io
from collections.abc import Iterator

import PIL.Image
from PIL import ExifTags

START, END, SCAN = 0xD8, 0xD9, 0xDA
EXIF_AND_XMP, MORE_PICTURES, IPTC, COMMENT = 0xE1, 0xE2, 0xED, 0xFE
UPRIGHT = 1


def exif_of(image: PIL.Image.Image) -> PIL.Image.Exif:
    """Pillow's own way would decode a PNG that has none."""
    exif = PIL.Image.Exif()
    exif.load(image.info.get("exif", b""))
    return exif


def without_camera_data(data: bytes) -> bytes:
    """Colours (ICC) and the turn of the picture stay. Raises ValueError for a broken file."""
    parts = [b"\xff\xd8", turn_of(data)]
    parts += [part for marker, part in segments(data) if is_kept(marker, part)]
    return b"".join(parts)


def is_kept(marker: int, part: bytes) -> bool:
    if marker == MORE_PICTURES:  # which stand behind the end, with data of their own
        return not part[4:].startswith(b"MPF\0")
    return marker not in (START, EXIF_AND_XMP, IPTC, COMMENT)


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The marker and bytes of each segment; a scan comes with its picture."""
    at = 0
    while True:
        start = data.index(b"\xff", at)
        at = start + 1
        while data[at : at + 1] == b"\xff":  # fill bytes
            at += 1
        if at >= len(data):
            raise ValueError("The file ends too early.")
        marker, at = data[at], at + 1
        if marker not in (START, END):
            length = int.from_bytes(data[at : at + 2])
            if length < 2 or at + length > len(data):
                raise ValueError("The file ends too early.")
            at += length
        if marker == SCAN:
            at = end_of_scan(data, at)
        yield marker, data[start:at]
        if marker == END:
            return


def end_of_scan(data: bytes, at: int) -> int:
    """Where the next segment begins. In a picture 0xFF stands before 0, or a restart marker."""
    while True:
        at = data.index(b"\xff", at)
        after = data[at + 1 : at + 2]
        if after and after[0] != 0 and not 0xD0 <= after[0] <= 0xD7:
            return at
        at += 2


def turn_of(data: bytes) -> bytes:
    """A segment that says how the picture is turned; empty where it stands upright."""
    with PIL.Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        turn = exif_of(image).get(ExifTags.Base.Orientation, UPRIGHT)
    if turn == UPRIGHT:
        return b""
    exif = PIL.Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    content = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2) + content
