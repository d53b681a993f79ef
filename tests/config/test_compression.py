"""Pages are compressed for those who take it, and to no length that tells of what is in them."""

import gzip
import random

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from config.compression import CompressionMiddleware, compress

TEXT = b"the same again and again " * 40


def answer(response: HttpResponse, accept: str = "gzip, br") -> HttpResponse:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accept
    return CompressionMiddleware(lambda _: response)(request)


def test_who_takes_gzip_gets_it() -> None:
    response = answer(HttpResponse(TEXT))
    assert gzip.decompress(response.content) == TEXT
    assert response["Content-Encoding"] == "gzip"
    assert response["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response["Vary"]


def test_who_does_not_gets_the_page_as_it_is() -> None:
    response = answer(HttpResponse(TEXT), accept="br")
    assert response.content == TEXT
    assert "Accept-Encoding" in response["Vary"]
    assert not response.has_header("Content-Encoding")


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"short"),
        HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        HttpResponse(random.Random(1).randbytes(2_000)),  # noqa: S311
    ],
    ids=["short", "compressed already", "no shorter"],
)
def test_what_is_not_worth_it_is_left_alone(response: HttpResponse) -> None:
    before = response.content
    assert answer(response).content == before


def test_what_is_streamed_is_compressed_too() -> None:
    response = answer(StreamingHttpResponse([TEXT, TEXT]))
    assert gzip.decompress(b"".join(response)) == TEXT * 2


def test_an_etag_becomes_a_weak_one() -> None:
    assert answer(HttpResponse(TEXT, headers={"ETag": '"a"'}))["ETag"] == 'W/"a"'


def test_the_same_page_is_of_many_lengths() -> None:
    pages = {compress(TEXT, 100) for _ in range(200)}
    assert {gzip.decompress(page) for page in pages} == {TEXT}
    assert len({len(page) for page in pages}) > 20
