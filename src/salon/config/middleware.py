from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from salon.core.policy import HEADER, policy

#: What gets smaller when compressed, beside text. Pictures and PDF are compressed already.
COMPRESSIBLE: Final = frozenset(
    {
        "application/json",
        "application/ld+json",
        "application/manifest+json",
        "application/rss+xml",
        "application/xml",
        "image/svg+xml",
        "model/gltf-binary",
    }
)


class ContentSecurityPolicy:
    """The strict policy on every answer that has not asked for a wider one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A browser told that nothing has changed keeps the policy it has.
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers.setdefault(HEADER, policy())
        return response


class Compression(GZipMiddleware):
    """Django's, without the work of compressing what is compressed already."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind.startswith("text/") or kind in COMPRESSIBLE:
            return super().process_response(request, response)
        return response
