"""An edition with closed-door matters of every shape, their every text marked; and the same
edition in which the parties were merely absent at those times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from salon.editions.models import Edition, TravelTime
from salon.exhibition.models import Equipment, Exhibitor, Hotspot
from salon.meetings.models import Commitment, Meeting, MeetingRequest, Party, Place
from tests import factories
from tests.factories import NINE

MARKER = "zqxmarker"


@dataclass
class Guarded:
    edition: Edition
    parties: dict[str, Party]
    places: dict[str, Place]

    def urls(self, *, language: str = "fr") -> list[str]:
        """Every address of this part of the site, in a language."""
        with override(language):
            slug = self.edition.slug
            listing = reverse("portal:parties", args=[slug])
            urls = [listing, f"{listing}?q=organisation", f"{listing}?kind=exhibitor"]
            urls.append(reverse("portal:places", args=[slug]))
            urls += [reverse("portal:editions"), reverse("sitemap")]
            for name in ("visit", "calendar", "calendar_feed", "news", "news_feed", "plans"):
                urls.append(reverse(f"portal:{name}", args=[slug]))
            for name in ("programme", "programme_feed"):
                urls.append(reverse(f"portal:{name}", args=[slug]))
            for session in self.edition.sessions.all():
                for name in ("session", "session_feed"):
                    urls.append(reverse(f"portal:{name}", args=[slug, session.slug]))
            for party in self.parties.values():
                for name in ("party", "party_requests", "party_pdf", "party_feed"):
                    urls.append(reverse(f"portal:{name}", args=[slug, party.slug]))
            for place in self.places.values():
                for name in ("place", "place_pdf"):
                    urls.append(reverse(f"portal:{name}", args=[slug, place.slug]))
            urls += self.exhibition_urls(language=language)
        return urls

    def exhibition_urls(self, *, language: str = "fr") -> list[str]:
        """Those of exhibitors and equipment, narrowed to what only the hidden ones have too."""
        with override(language):
            slug = self.edition.slug
            exhibitors, catalogue = (
                reverse(f"portal:{name}", args=[slug]) for name in ("exhibitors", "catalogue")
            )
            return [
                exhibitors,
                catalogue,
                *(
                    f"{listing}?{query}"
                    for listing in (exhibitors, catalogue)
                    for query in ("q=mast", "q=zqxmark", "country=NZ", "category=space")
                ),
                f"{catalogue}?control=ML22",
                f"{catalogue}?shown=1",
                reverse("portal:showroom", args=[slug]),
                reverse("portal:projection", args=[slug]),
                reverse("portal:projection", args=[slug])
                + f"?item=shown/mast&item=shown/{MARKER}-draft",
                reverse("portal:exhibitor", args=[slug, "shown"]),
                reverse("portal:equipment", args=[slug, "shown", "mast"]),
            ]

    def responses(
        self, *, languages: Sequence[str] = ("fr", "en"), paper: bool = True
    ) -> dict[str, tuple[bytes, dict[str, str]]]:
        """Body and headers of every address, on paper too, for the public."""
        answers = {}
        for language in languages:
            for url in self.urls(language=language):
                if url.endswith(".pdf") and not paper:
                    continue
                response = Client().get(url)
                assert response.status_code == 200
                answers[url] = (response.content, dict(response.headers))
        return answers

    def make_absent(self) -> None:
        """Take everything hidden away, and the parties concerned out of those slots."""
        spans: list[tuple[Party, Any, Any]] = []
        held = Meeting.objects.filter(request__level="closed_door", status="confirmed")
        for meeting in held:
            for party in (meeting.request.a, meeting.request.b):
                spans.append((party, meeting.starts, meeting.ends))
        for commitment in Commitment.objects.filter(level="closed_door"):
            spans.append((commitment.party, commitment.starts, commitment.ends))
        for party, starts, ends in spans:
            gone = party.available_slots.filter(starts__lt=ends, ends__gt=starts)
            party.available_slots.remove(*gone)
        Meeting.objects.filter(request__level="closed_door").delete()
        MeetingRequest.objects.filter(level="closed_door").delete()
        Commitment.objects.filter(level="closed_door").delete()
        Equipment.objects.exclude(review="approved").delete()
        Exhibitor.objects.exclude(review="approved").delete()


def guarded() -> Guarded:
    """Parties a to d, of which a has two teams, over two days, two venues and a later phase."""
    edition = factories.edition(slug="guarded")
    phase = factories.phase(edition=edition)
    later = factories.phase(
        edition=edition, starts=date(2025, 11, 13), ends=date(2025, 11, 13), slug="later"
    )
    near, far = factories.venue(), factories.venue()
    TravelTime.objects.create(a=near, b=far, minutes=60, fictional=True)
    day = [factories.slot(phase=phase, number=n, venues=[near, far]) for n in range(6)]
    next_day = [factories.slot(phase=phase, number=n, venues=[near, far]) for n in range(48, 52)]
    last = factories.slot(phase=later, number=0, venues=[near])
    slots = [*day, *next_day]
    parties = {
        name: factories.party(edition=edition, available=slots, teams=2 if name == "a" else 1)
        for name in "abcd"
    }
    parties["b"].available_slots.add(last)
    places = {}
    for name, venue, given in (
        ("tables", near, {"capacity": 3}),
        ("tent", far, {}),
        ("salon", near, {"closed_door": True, "capacity": 2}),
        ("office", far, {"closed_door": True}),
    ):
        places[name] = factories.place(
            edition=edition, open_slots=slots, space=factories.space(venue=venue), **given
        )
    world = Guarded(edition, parties, places)
    _hold(world, "ac", day[0], "tables")
    _hold(world, "ad", day[5], "tent")
    _hold(world, "bd", day[0], "tables")
    _hold(world, "ac", next_day[0], "salon")
    _hold(world, "bc", next_day[3], "tables", status="cancelled")
    factories.commitment(party=parties["c"], starts=day[3].starts, ends=day[3].ends, venue=far)
    # What nobody may know of: across venues, of two slots, beside a visible one, half over a slot,
    # and all there is of a phase.
    _hide(world, "ab", day[2], "office")
    _hide(world, "bd", next_day[0], "salon", ends=next_day[1].ends)
    _hide(world, "ad", day[0], "salon")
    _hide(world, "cd", next_day[3], "tables", status="cancelled")
    for starts, ends, party in (
        (NINE + timedelta(minutes=40), NINE + timedelta(minutes=65), "a"),
        (last.starts, last.ends, "b"),
        (NINE + timedelta(hours=12), NINE + timedelta(hours=13), "c"),
    ):
        factories.commitment(
            party=parties[party],
            starts=starts,
            ends=ends,
            venue=far,
            level="closed_door",
            title={"fr": f"{MARKER} fr", "en": f"{MARKER} en"},
        )
    run = factories.plan_run(
        edition=edition, problem={"id": MARKER}, result={"id": MARKER}, actor_label="test"
    )
    publication = factories.publication(edition=edition, run=run)
    unmet = factories.request(
        a=parties["a"], b=parties["d"], level="closed_door", slug=f"{MARKER}-u"
    )
    factories.unmet(publication=publication, request=unmet, evidence={"words": MARKER})
    _exhibit(world)
    return world


def _exhibit(world: Guarded) -> None:
    """A mast that is published, beside it what waits for review, a firm that waits itself."""
    shown = factories.exhibitor(
        edition=world.edition, slug="shown", organisation=world.parties["a"].organisation
    )
    waiting = factories.exhibitor(
        edition=world.edition,
        slug=f"{MARKER}-firm",
        organisation=factories.organisation(name={"fr": f"{MARKER} mast"}, country="NZ"),
        summary={"fr": MARKER},
        review="submitted",
    )
    mast = factories.equipment(exhibitor=shown, slug="mast", name={"fr": "Mât", "en": "Mast"})
    hidden = [
        factories.equipment(
            exhibitor=exhibitor,
            slug=f"{MARKER}-{review}",
            name={"fr": f"Mât {MARKER}", "en": f"Mast {MARKER}"},
            summary={"fr": MARKER},
            category="space",
            control="ML22",
            review=review,
        )
        for exhibitor, review in (
            (shown, "draft"),
            (shown, "submitted"),
            (shown, "returned"),
            (waiting, "approved"),
        )
    ]
    for item in (mast, *hidden):
        shape = factories.shape(equipment=item, poster=f"{item.pk:064x}", poster_widths=[320])
        label = {"fr": "Antenne" if item is mast else MARKER}
        Hotspot.objects.create(shape=shape, label=label, position="0 1 0", normal="0 1 0")
    session = factories.session(phase=world.edition.phases.first(), slug="display")
    session.equipment.set([mast, *hidden])


def _hold(world: Guarded, pair: str, slot: Any, place: str, **given: Any) -> Meeting:
    a, b = (world.parties[name] for name in pair)
    request = factories.request(a=a, b=b)
    return factories.meeting(request=request, slot=slot, place=world.places[place], **given)


def _hide(world: Guarded, pair: str, slot: Any, place: str, **given: Any) -> Meeting:
    a, b = (world.parties[name] for name in pair)
    number = MeetingRequest.objects.count()
    request = factories.request(a=a, b=b, level="closed_door", slug=f"{MARKER}{number}")
    interpreter = factories.interpreter(
        edition=world.edition,
        slug=f"{MARKER}{number}",
        person=factories.person(name=f"{MARKER} person", function={"fr": MARKER}),
    )
    return factories.meeting(
        request=request,
        slot=slot,
        place=world.places[place],
        interpreter=interpreter,
        uid=f"{MARKER}-{number}@salon.test",
        **given,
    )
