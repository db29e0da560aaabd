"""A published plan of four half-hours in which every figure can be worked out by hand.

a is an exhibitor, b, c and d are delegations, e is a ministry. Held: ab (weight 10), ac (8) and cd
(3) at the tables, and ad (20) behind closed doors. Not served: ae (5), bc (4), de (2), and be (30),
which is closed-door itself.
"""

from dataclasses import dataclass, field
from typing import Any

from salon.editions.models import Edition
from salon.meetings.models import MeetingRequest, Party, Place, Publication, Slot
from tests import factories

KINDS = {
    "a": "exhibitor",
    "b": "delegation",
    "c": "delegation",
    "d": "delegation",
    "e": "ministry",
}


@dataclass
class Planned:
    edition: Edition
    publication: Publication
    slots: list[Slot]
    places: dict[str, Place]
    parties: dict[str, Party]
    requests: dict[str, MeetingRequest] = field(default_factory=dict)

    def ask(self, pair: str, weight: int, **given: Any) -> MeetingRequest:
        a, b = (self.parties[name] for name in pair)
        request = factories.request(a=a, b=b, weight=weight, slug=f"r-{pair}", **given)
        self.requests[pair] = request
        return request

    def hold(self, pair: str, weight: int, slot: int, place: str = "tables", **given: Any) -> None:
        request = self.ask(pair, weight, **given)
        last = self.slots[slot + request.length - 1]
        factories.meeting(
            request=request, slot=self.slots[slot], place=self.places[place], ends=last.ends
        )

    def leave(
        self, pair: str, weight: int, reason: str, evidence: dict[str, Any], **given: Any
    ) -> None:
        request = self.ask(pair, weight, **given)
        factories.unmet(
            publication=self.publication, request=request, reason=reason, evidence=evidence
        )

    def evidence(self, slots: list[int], *blockers: str, **given: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"slots": [self.slots[number].slug for number in slots]}
        if blockers:
            found["blockers"] = [f"r-{pair}" for pair in blockers]
        return {**found, **given}


def stage(name: str, value: int, bound: int, seconds: float = 0.5) -> dict[str, Any]:
    sense = "max" if name == "weight" else "min"
    return {"name": name, "sense": sense, "value": value, "bound": bound, "seconds": seconds}


def empty() -> Planned:
    """Slots, places and parties, and a publication that says nothing yet."""
    edition = factories.edition(slug="planned")
    phase = factories.phase(
        edition=edition, slug="days", name={"fr": "Exposition", "en": "Exhibition"}
    )
    venue = factories.venue()
    slots = [
        factories.slot(phase=phase, number=number, slug=f"s{number}", venues=[venue])
        for number in range(4)
    ]
    space = factories.space(venue=venue)
    places = {
        "tables": factories.place(
            edition=edition, slug="tables", space=space, capacity=2, open_slots=slots[:3]
        ),
        "salon": factories.place(
            edition=edition, slug="salon", space=space, closed_door=True, open_slots=slots
        ),
    }
    parties = {
        name: factories.party(
            edition=edition,
            slug=f"party-{name}",
            kind=kind,
            available=slots,
            minimum=3 if name == "a" else 0,
            organisation=factories.organisation(
                slug=f"org-{name}", name={"fr": f"Maison {name.upper()}"}
            ),
        )
        for name, kind in KINDS.items()
    }
    run = factories.plan_run(
        edition=edition,
        engine="rendezvous 0.1",
        seed=7,
        figures={
            "seconds": 4.5,
            "objectives": [
                stage("mandatory", 0, 0),
                stage("weight", 41, 41, 2.0),
                stage("below_minimum", 0, 0),
                stage("shortfall", 0, 0),
                stage("breaks", 1, 0),
            ],
        },
    )
    publication = factories.publication(edition=edition, run=run)
    return Planned(edition, publication, slots, places, parties)


def planned() -> Planned:
    world = empty()
    world.hold("ab", 10, 0)
    world.hold("ac", 8, 1)
    world.hold("cd", 3, 0)
    world.hold("ad", 20, 2, "salon", level="closed_door")
    full = world.evidence([0, 1, 2], "ab", "ac", "ad", party="party-a", limit=1)
    world.leave("ae", 5, "party_full", full)
    world.leave("bc", 4, "no_place", world.evidence([2], "ad"))
    world.leave("de", 2, "no_common_slot", world.evidence([3]))
    world.leave("be", 30, "no_closed_room", world.evidence([2], "ad"), level="closed_door")
    return world
