"""Images for tests: small ones of each format, and such as no site should take."""

import io
import struct
import zlib
from typing import Any

from PIL import ExifTags, Image


def picture(kind: str = "PNG", width: int = 40, height: int = 30, **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#c8102e").save(out, kind, **options)
    return out.getvalue()


def photo(kind: str = "JPEG", turn: int = 1, place: bool = True) -> bytes:
    """40 by 30 pixels, as a camera writes it: with how it was held, and where."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    exif[ExifTags.Base.Make] = "Camera of Ada"
    if place:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (59.0, 19.0, 46.0)})
    return picture(kind, exif=exif)


def svg(inner: str = "", about: str = 'width="40" height="30"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {about}>{inner}</svg>'.encode()


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes that stands for so many pixels, as a decompression bomb does."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
