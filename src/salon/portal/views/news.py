"""What the organisers have to say: a list, a page for each, and RSS 2.0 for readers of feeds."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from salon.editions.models import News
from salon.editions.selectors import get_news, news_of
from salon.portal.templatetags.cite import Notes
from salon.portal.views import enter, wording
from salon.portal.views.feeds import STAMP
from salon.portal.views.keeping import body


class _Feed(Rss201rev2Feed):
    """Without an item Django stamps a feed with the time of the request; nothing has changed."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else STAMP


@require_safe
def news(request: HttpRequest, edition: str) -> HttpResponse:
    """Everything published so far, the newest first."""
    actor, of = enter(request, edition)
    now = timezone.now()
    shown = body(
        request,
        actor,
        "portal/_news.html",
        lambda: {
            "edition": of,
            "items": [_told(one) for one in news_of(actor=actor, edition=of, now=now)],
        },
        beside=f"{now:%Y-%m-%d %H:%M}",  # what is to be published at a later time appears then
    )
    return render(request, "portal/news.html", {"body": shown})


@require_safe
def news_item(request: HttpRequest, edition: str, news: str) -> HttpResponse:
    actor, of = enter(request, edition)
    item = get_news(actor=actor, edition=of, slug=news, now=timezone.now())
    return render(request, "portal/news_item.html", {**_told(item), "notes": Notes()})


def _told(item: News) -> dict[str, object]:
    return {"item": item, "language": wording.foreign(item.title)}


@require_safe
def news_feed(request: HttpRequest, edition: str) -> HttpResponse:
    """In the language of the address; every address in it is absolute."""
    actor, of = enter(request, edition)
    link = request.build_absolute_uri
    feed = _Feed(
        title=gettext("%(name)s: news") % {"name": of.name},
        link=link(reverse("portal:news", args=[of.slug])),
        description=str(of.theme),
        language=get_language(),
        feed_url=link(request.path),
    )
    for item in news_of(actor=actor, edition=of, now=timezone.now()):
        page = link(reverse("portal:news_item", args=[of.slug, item.slug]))
        feed.add_item(
            title=str(item.title),
            link=page,
            description=str(item.text),
            pubdate=item.published_at,
            unique_id=page,
            unique_id_is_permalink=True,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )
