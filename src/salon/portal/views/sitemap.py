"""For search engines: every public page in every language, and where that list is.

Agendas of participants are left out: they are public on this site for those who look for them
here, and not meant to be found by anybody who searches a person's employer.
"""

from collections.abc import Iterator, Sequence
from html import escape

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from salon.core.actor import Actor, actor_of
from salon.editions.selectors import editions_of
from salon.meetings.selectors.freshness import shared_version
from salon.portal.selectors import published
from salon.portal.views.keeping import HOUR

#: Pages that an edition has once.
PAGES = (
    "home", "programme", "exhibitors", "catalogue", "showroom", "plans", "visit", "calendar",
    "news", "parties", "places", "report",
)  # fmt: skip
#: Stands in a path for a slug that is put in later: thousands of pages have only a few forms.
GAP = "gap-{}-gap"

Address = dict[str, str]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read by anybody; the site map says what there is."""
    where = request.build_absolute_uri(reverse("sitemap"))
    return HttpResponse(
        f"User-agent: *\nDisallow:\n\nSitemap: {where}\n", content_type="text/plain; charset=utf-8"
    )


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """As sitemaps.org and hreflang want it: absolute, each page naming itself in each language."""
    actor = actor_of(request)
    version = shared_version(actor=actor)
    origin = request.build_absolute_uri("/")[:-1]
    key = f"sitemap-{version}-{origin}"
    kept = cache.get(key) if version else None
    if kept is None:
        kept = "".join(_document(actor, origin))
        if version:
            cache.set(key, kept, HOUR)
    return HttpResponse(kept, content_type="application/xml; charset=utf-8")


def _document(actor: Actor, origin: str) -> Iterator[str]:
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    for page in addresses(actor=actor):
        alternates = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{origin}{escape(path)}"/>'
            for language, path in (*page.items(), ("x-default", page[settings.LANGUAGE_CODE]))
        )
        for path in page.values():
            yield f"<url><loc>{origin}{escape(path)}</loc>{alternates}</url>\n"
    yield "</urlset>\n"


def addresses(*, actor: Actor) -> Iterator[Address]:
    """Every public page: its path in each language."""
    yield from _pages("editions", ())
    now = timezone.now()
    for edition in editions_of(actor=actor):
        own = published(actor=actor, edition=edition, now=now)
        for name in PAGES:
            yield from _pages(name, (edition.slug,))
        for name, slugs in (
            ("news_item", own.news),
            ("plan", own.venues),
            ("session", own.sessions),
            ("exhibitor", own.exhibitors),
        ):
            yield from _pages(name, (edition.slug,), [(slug,) for slug in slugs])
        yield from _pages("equipment", (edition.slug,), own.equipment)


def _pages(
    name: str, given: tuple[str, ...], varied: Sequence[tuple[str, ...]] = ((),)
) -> Iterator[Address]:
    """The pages of one URL name, varied by slugs if there are any to vary it by."""
    if not varied:
        return
    gaps = tuple(GAP.format(number) for number in range(len(varied[0])))
    forms: Address = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            forms[language] = reverse(f"portal:{name}", args=(*given, *gaps))
    for slugs in varied:
        page = dict(forms)
        for gap, slug in zip(gaps, slugs, strict=True):
            page = {language: path.replace(gap, slug, 1) for language, path in page.items()}
        yield page
