"""A static file says what it is, and nothing that costs bytes and tells a browser nothing."""

from django.templatetags.static import static
from django.test import Client


def test_a_file_is_taken_for_what_its_type_says() -> None:
    reply = Client().get(static("site.css"))
    assert reply.status_code == 200
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert not {"Referrer-Policy", "Cross-Origin-Opener-Policy", "Set-Cookie"} & {*reply.headers}
