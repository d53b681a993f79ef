"""The address of an image. It is the same for everybody and for ever."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from learn.images.models import Image
from learn.images.references import FOLDER, parse_reference

# Nothing in an image may run, load or send anything, also where it is opened by itself.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOR_EVER = "public, max-age=31536000, immutable"
# Browsers show it in the place of one that was deleted: its status does not keep them from it.
MISSING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150">
<path d="M1 1h298v148H1z" fill="#f3f1ea" stroke="#8d8878" stroke-dasharray="6"/>
<text x="90" y="80" font-family="sans-serif" fill="#1d2129">Image missing</text>
</svg>
"""


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponseBase:
    reference = parse_reference(f"{FOLDER}/{name}")
    if reference is None:
        raise Http404("There is no such image.")
    row = Image.objects.defer("data").filter(key=reference.key).first()
    if row is None:
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return HttpResponse(MISSING, "image/svg+xml", status=404, headers=headers)
    etag = quote_etag(row.key)
    response = get_conditional_response(request, etag) or HttpResponse(
        bytes(row.data), row.media_type
    )
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": FOR_EVER, "ETag": etag}
    for header, value in headers.items():
        response.headers[header] = value
    return response
