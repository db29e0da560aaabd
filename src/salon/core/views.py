from hashlib import sha256
from json import dumps

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

#: What every page needs, so that a saved one looks as it did.
SHELL = ("core/salon.css", "core/grids.css", "core/icon.svg", "core/offline.js")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """For whatever watches the server: 200 when it answers and the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps pages for reading without a network.

    It must lie at the root to see every page. Browsers compare its bytes at each visit: new style
    or script files give it another version, and the old ones are dropped.
    """
    assets = dumps([static(name) for name in SHELL])
    pages = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            pages.append(reverse("offline"))
    offline = dumps(pages)
    version = sha256(f"{assets} {offline}".encode()).hexdigest()[:12]
    context = {"assets": assets, "offline": offline, "version": version}
    return HttpResponse(
        render_to_string("core/sw.js", context, request),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a network in place of a page that was never saved."""
    return render(request, "core/offline.html")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Lets a phone put the site on its home screen (W3C Web Application Manifest)."""
    start = reverse("current_edition")
    icon = {"src": static("core/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "Salon",
            "description": gettext("Programme, exhibitors and agendas of the exhibition"),
            "lang": get_language(),
            "start_url": start,
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbf7ee",
            "theme_color": "#262562",
            "icons": [icon],
        },
        content_type="application/manifest+json",
    )
