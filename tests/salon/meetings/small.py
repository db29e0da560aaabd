"""A small edition that the engine plans at once: two venues, three slots, four parties."""

from typing import Any

from salon.core.actor import Actor
from salon.editions.models import Edition, TravelTime
from salon.meetings.models import Interpreter, MeetingRequest, Party, Place, PlanRun, Slot
from salon.meetings.services import Published, publish_plan, run_plan
from tests import factories

OPERATOR = Actor.operator("tester")


class Small:
    """All can be served: `open` and `other`, each with its own interpreter, in the first slot, and
    `closed` in the other venue after the half-hour on the road."""

    def __init__(self) -> None:
        phase = factories.phase(slug="exhibition")
        self.edition: Edition = phase.edition
        here, there = factories.venue(slug="park"), factories.venue(slug="centre")
        a, b = sorted((here, there), key=lambda venue: venue.pk)
        TravelTime.objects.create(a=a, b=b, minutes=30, fictional=True)
        self.slots: list[Slot] = [
            factories.slot(phase=phase, number=n, slug=f"s{n}", venues=[here, there])
            for n in range(3)
        ]
        self.parties: dict[str, Party] = {
            name: factories.party(
                edition=self.edition, slug=name, languages=languages, available=self.slots
            )
            for name, languages in (
                ("firm", ["tr", "fr"]),
                ("guest", ["en"]),
                ("house", ["fr"]),
                ("staff", ["tr"]),
            )
        }
        room = factories.space(venue=here)
        self.places: dict[str, Place] = {
            "stand": factories.place(
                edition=self.edition,
                slug="stand",
                space=room,
                owner=self.parties["firm"],
                open_slots=self.slots,
            ),
            "tables": factories.place(
                edition=self.edition,
                slug="tables",
                space=factories.space(venue=here),
                capacity=4,
                open_slots=self.slots,
            ),
            "lounge": factories.place(
                edition=self.edition,
                slug="lounge",
                space=factories.space(venue=there),
                closed_door=True,
                open_slots=self.slots,
            ),
        }
        self.interpreters: list[Interpreter] = [
            factories.interpreter(
                edition=self.edition,
                slug=f"i{n}",
                languages=["fr", language],
                available=self.slots,
                max_run=2,
            )
            for n, language in ((1, "en"), (2, "tr"))
        ]
        self.requests: dict[str, MeetingRequest] = {
            "open": self.request("open", "firm", "guest", weight=5, fixed_slot=self.slots[0]),
            "other": self.request(
                "other",
                "house",
                "staff",
                weight=3,
                fixed_slot=self.slots[0],
                fixed_place=self.places["tables"],
            ),
            "closed": self.request("closed", "firm", "house", level="closed_door"),
        }

    def request(self, slug: str, a: str, b: str, **given: Any) -> MeetingRequest:
        return factories.request(a=self.parties[a], b=self.parties[b], slug=slug, **given)

    def run(self, **given: Any) -> PlanRun:
        return run_plan(actor=OPERATOR, edition=self.edition, seconds=5, **given)

    def publish(self, **given: Any) -> Published:
        return publish_plan(actor=OPERATOR, run=self.run(), **given)
