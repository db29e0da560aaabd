from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from salon.core.actor import actor_of
from salon.editions.selectors import current_edition


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The address without an edition leads to the current one, in the same language."""
    edition = current_edition(actor=actor_of(request), today=timezone.localdate())
    if edition is None:
        raise Http404
    return HttpResponseRedirect(f"{request.path}{edition.slug}/")
