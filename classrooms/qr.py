"""The address to join a class as a picture, for the cameras of phones."""

import io

import segno

# What the standard asks for around the code. Without it, or with light on dark, phones may fail.
QUIET = 4


def svg(address: str) -> bytes:
    """Dark on white whatever the page around it is, as large as the place that it is given."""
    out = io.BytesIO()
    segno.make_qr(address).save(
        out,
        kind="svg",
        border=QUIET,
        dark="#000",
        light="#fff",
        omitsize=True,
        xmldecl=False,
        svgclass=None,
        lineclass=None,
    )
    return out.getvalue()
