"""Every URL × everyone in the cast × every method × two editions: what is allowed, and what not.

A URL that has no row here fails. In this slice nobody can sign in, so what the web serves is what
the public sees; that each other role gets exactly the same pages is tested by giving the request
that role. Statuses: 200 shown, 302 sent on, 404 does not exist for you, 405 not in this manner.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from salon.core.actor import Actor
from salon.exhibition.selectors.media import model_name, path_of
from tests import factories
from tests.cast import CAST

READING = {
    "get": None,
    "head": None,
    "post": 405,
    "put": 405,
    "patch": 405,
    "delete": 405,
    "options": 405,
    "trace": 405,
}


@dataclass(frozen=True)
class World:
    """One edition with one thing of each sort; two of them make foreign ids."""

    edition: str
    party: str
    place: str
    exhibitor: str
    item: str
    news: str
    venue: str
    session: str
    name: str


@dataclass(frozen=True)
class Row:
    """One URL name: what the path is made of, and the status of GET and HEAD for each role.

    `own` are the keyword arguments within an edition. For a row with `edition`, and for each of
    the arguments, the same URL with the other edition's value must answer 404.
    """

    own: tuple[str, ...] = ()
    status: int = 200
    roles: Mapping[str, int] = field(default_factory=dict)
    #: Where something may be sent to: what an empty request gets, and nothing can be read.
    posted: int | None = None

    def expected(self, role: str, method: str) -> int:
        if self.posted is not None:
            return {"post": self.posted}.get(method, 405)
        return READING[method] or self.roles.get(role, self.status)


TABLE: dict[str, Row] = {
    "healthz": Row(),
    "service_worker": Row(),
    "offline": Row(),
    "manifest": Row(),
    "current_edition": Row(status=302),
    "portal:home": Row(own=("edition",)),
    "portal:report": Row(own=("edition",)),
    "portal:requests": Row(own=("edition",)),
    "portal:parties": Row(own=("edition",)),
    "portal:party": Row(own=("edition", "party")),
    "portal:party_requests": Row(own=("edition", "party")),
    "portal:party_pdf": Row(own=("edition", "party")),
    "portal:party_feed": Row(own=("edition", "party")),
    "portal:places": Row(own=("edition",)),
    "portal:place": Row(own=("edition", "place")),
    "portal:place_pdf": Row(own=("edition", "place")),
    "portal:programme": Row(own=("edition",)),
    "portal:programme_feed": Row(own=("edition",)),
    "portal:session": Row(own=("edition", "session")),
    "portal:session_feed": Row(own=("edition", "session")),
    "portal:exhibitors": Row(own=("edition",)),
    "portal:catalogue": Row(own=("edition",)),
    "portal:exhibitor": Row(own=("edition", "exhibitor")),
    "portal:equipment": Row(own=("edition", "exhibitor", "item")),
    "portal:showroom": Row(own=("edition",)),
    "portal:projection": Row(own=("edition",)),
    "portal:prepare": Row(own=("edition",)),
    "portal:prepare_check": Row(own=("edition",), posted=422),
    "media": Row(own=("edition", "name")),
    "robots": Row(),
    "sitemap": Row(),
    "portal:editions": Row(),
    "portal:visit": Row(own=("edition",)),
    "portal:calendar": Row(own=("edition",)),
    "portal:calendar_feed": Row(own=("edition",)),
    "portal:news": Row(own=("edition",)),
    "portal:news_item": Row(own=("edition", "news")),
    "portal:news_feed": Row(own=("edition",)),
    "portal:plans": Row(own=("edition",)),
    "portal:plan": Row(own=("edition", "venue")),
    "portal:card": Row(own=("edition",)),
    "portal:session_card": Row(own=("edition", "session")),
    "portal:exhibitor_card": Row(own=("edition", "exhibitor")),
    "portal:equipment_card": Row(own=("edition", "exhibitor", "item")),
}


def url_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield namespace + entry.name
        else:
            prefix = f"{entry.namespace}:" if entry.namespace else ""
            yield from url_names(entry, namespace + prefix)


def a_world(name: str) -> World:
    edition = factories.edition(slug=name)
    slot = factories.slot(phase=factories.phase(edition=edition))
    a, b = (factories.party(edition=edition, available=[slot]) for _ in range(2))
    place = factories.place(edition=edition, open_slots=[slot])
    factories.meeting(request=factories.request(a=a, b=b), slot=slot, place=place)
    factories.publication(edition=edition)
    exhibitor = factories.exhibitor(edition=edition, organisation=a.organisation)
    item = factories.equipment(exhibitor=exhibitor)
    name = model_name(factories.shape(equipment=item))
    default_storage.save(path_of(name), ContentFile(b"glTF"))
    venue = factories.venue(plan_width=500, plan_depth=300)
    factories.stand(edition=edition, space=factories.space(venue=venue))
    return World(
        edition=edition.slug,
        party=a.slug,
        place=place.slug,
        exhibitor=exhibitor.slug,
        item=item.slug,
        news=factories.news(edition=edition).slug,
        venue=venue.slug,
        session=factories.session(edition=edition).slug,
        name=name,
    )


@pytest.fixture
def worlds(db: Any) -> tuple[World, World]:
    return a_world("first"), a_world("second")


def test_every_url_has_a_row_and_every_row_a_url():
    assert sorted(set(url_names(get_resolver()))) == sorted(TABLE)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", CAST)
@pytest.mark.parametrize("name", TABLE)
def test_the_table(name, role, language, worlds, monkeypatch):
    row, (mine, _other) = TABLE[name], worlds
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST[role]))
    with override(language):
        url = reverse(name, kwargs={key: getattr(mine, key) for key in row.own})
    client = Client()
    statuses = {method: getattr(client, method)(url).status_code for method in READING}
    assert statuses == {method: row.expected(role, method) for method in READING}


def test_what_belongs_to_another_edition_or_to_none_does_not_exist(worlds):
    mine, other = worlds
    answers = {}
    for name, row in TABLE.items():
        for key in row.own:
            own = {each: getattr(mine, each) for each in row.own}
            strange = ["nowhere"] + ([getattr(other, key)] if len(row.own) > 1 else [])
            for value in strange:
                url = reverse(name, kwargs={**own, key: value})
                ask = Client().get if row.posted is None else Client().post
                answers[url] = ask(url).status_code
    assert answers == dict.fromkeys(answers, 404)
