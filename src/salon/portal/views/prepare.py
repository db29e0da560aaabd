"""Preparing a 3D model before it is sent in: looked at, drawn, made smaller in the browser of
whoever has it, and checked here as it will be when it is sent in. Nothing is kept."""

from threading import Lock

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from salon.core import formats
from salon.core.errors import DomainError
from salon.exhibition.services import glb
from salon.portal.views import enter
from salon.portal.views.viewer import with_viewer

#: Anybody may ask, and a check is work: a process does one at a time, pages go on beside it.
_one_at_a_time = Lock()


@require_safe
@never_cache
def prepare(request: HttpRequest, edition: str) -> HttpResponse:
    """The page; portal/prepare.js does what there is to do."""
    enter(request, edition)
    budgets = {
        "largest": glb.LARGEST,
        "advised_size": glb.ADVISED_SIZE,
        "most": glb.MOST_TRIANGLES,
        "advised": glb.ADVISED_TRIANGLES,
    }
    return with_viewer(render(request, "portal/prepare.html", budgets))


@require_POST
@never_cache
def check(request: HttpRequest, edition: str) -> HttpResponse:
    """Whether the model in the body of the request would be taken, and what could be better."""
    enter(request, edition)
    if not _one_at_a_time.acquire(blocking=False):
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    try:
        return _checked(request)
    finally:
        _one_at_a_time.release()


def _checked(request: HttpRequest) -> HttpResponse:
    try:
        # One byte beyond the limit is enough for the check to say that it is too much.
        model = glb.check(data=request.read(glb.LARGEST + 1))
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=422)
    return JsonResponse(
        {
            "size": formats.size(model.size),
            "triangles": formats.number(model.triangles),
            "sides": formats.extents(model.width, model.depth, model.height),
            "advice": [str(each) for each in model.advice],
        }
    )
