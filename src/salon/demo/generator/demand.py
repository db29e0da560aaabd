"""Who asks to meet whom: weighted, skewed towards the well known, more than can be held."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from salon.demo.generator.world import World
from salon.meetings.choices import Level, PartyKind
from salon.meetings.models import MeetingRequest, Party, Precedence

if TYPE_CHECKING:
    from salon.demo.generator import Scale

E, D, F, M = PartyKind.EXHIBITOR, PartyKind.DELEGATION, PartyKind.FORCE, PartyKind.MINISTRY

ALPHABET: Final = "23456789bcdfghjkmnpqrstvwxyz"  # no vowels: an opaque name spells nothing


class Mix(NamedTuple):
    """Pairs of kinds: how often they are asked for, in each season, and how often behind closed
    doors."""

    kinds: tuple[PartyKind, PartyKind]
    september: float
    november: float
    closed: float


MIXES: Final = (
    Mix((E, D), 0.48, 0.65, 0.02),
    Mix((E, F), 0.30, 0.18, 0.18),
    Mix((E, M), 0.12, 0.11, 0.20),
    Mix((D, F), 0.05, 0.02, 0.15),
    Mix((D, M), 0.05, 0.03, 0.25),
    Mix((E, E), 0.00, 0.01, 0.02),
)

SKEW: Final = {E: 0.65, D: 0.3, F: 0.3, M: 0.4}

WEIGHTS: Final = (1, 2, 3, 5, 8, 13)
ODDS: Final = (4, 5, 5, 4, 2, 1)


def add_requests(world: World, rng: random.Random, scale: Scale) -> None:
    """Write the requests of both seasons, then what makes some of them special."""
    popularity = _popularity(world, rng)
    names: set[str] = set()
    requests: list[MeetingRequest] = []
    wanted: list[list[int]] = []
    for season, number in (("september", scale.september), ("november", scale.november)):
        for mix, a, b in _pairs(world, rng, popularity, season, number):
            request = MeetingRequest(
                edition=world.edition,
                slug=_name(rng, names),
                a=a,
                b=b,
                weight=rng.choices(WEIGHTS, ODDS)[0],
                level=Level.CLOSED_DOOR if rng.random() < mix.closed else Level.OPEN,
                length=2 if rng.random() < 0.015 else 1,
            )
            requests.append(request)
            wanted.append(_when(world, rng, season, request))
    shape = _Shape(world, rng, requests, wanted)
    shape.mandatory(len(requests) // 60)
    shape.fixed_slots(len(requests) // 120)
    shape.fixed_places(len(requests) // 100)
    MeetingRequest.objects.bulk_create(requests)
    _add_allowed(requests, wanted)
    _add_precedences(rng, requests)
    _set_minimums(world, rng, requests, wanted)
    world.requests = len(requests)


def _popularity(world: World, rng: random.Random) -> dict[int, float]:
    """Firms are sought by name, whatever they send; others in proportion to their teams."""
    pull = {}
    for kind, skew in SKEW.items():
        parties = world.of_kind(kind)
        if kind == D:
            rng.shuffle(parties)
        for rank, party in enumerate(parties, 1):
            pull[party.pk] = rank**-skew * (1 if kind == E else party.teams)
    return pull


def _pairs(
    world: World, rng: random.Random, pull: dict[int, float], season: str, number: int
) -> list[tuple[Mix, Party, Party]]:
    there = {
        kind: [party for party in world.of_kind(kind) if season in world.seasons[party.pk]]
        for kind in PartyKind
    }
    pulls = {kind: [pull[party.pk] for party in parties] for kind, parties in there.items()}
    odds = [getattr(mix, season) for mix in MIXES]
    found: dict[frozenset[int], tuple[Mix, Party, Party]] = {}
    while len(found) < number:
        mix = rng.choices(MIXES, odds)[0]
        if not all(there[kind] for kind in mix.kinds):
            continue
        one, other = (rng.choices(there[kind], pulls[kind])[0] for kind in mix.kinds)
        pair = (one, other) if rng.random() < 0.55 else (other, one)
        if one.pk != other.pk:
            found.setdefault(frozenset((one.pk, other.pk)), (mix, *pair))
    return list(found.values())


def _name(rng: random.Random, names: set[str]) -> str:
    while True:
        name = "".join(rng.choices(ALPHABET, k=8))
        if name not in names:
            names.add(name)
            return name


def _when(world: World, rng: random.Random, season: str, request: MeetingRequest) -> list[int]:
    """Set what the request says of its time; return the ids of the slots that leaves.

    In November a request is for the exhibition, for the demonstrations, for either, or for one day.
    """
    choice = rng.random()
    of_season = [slot for slot in world.slots if world.season(slot) == season]
    if season == "september":
        request.phase = world.phases["preparatory-cycle"]
    elif choice < 0.42:
        request.phase = world.phases["exhibition"]
    elif choice < 0.60:
        request.phase = world.phases["demonstrations"]
    elif choice < 0.64:
        day = rng.choice(sorted({slot.day for slot in of_season}))
        return [slot.pk for slot in of_season if slot.day == day]
    if request.phase is None:
        return [slot.pk for slot in of_season]
    return [slot.pk for slot in of_season if slot.phase_id == request.phase.pk]


def _add_allowed(requests: Sequence[MeetingRequest], wanted: Sequence[list[int]]) -> None:
    through = MeetingRequest.allowed_slots.through
    through._default_manager.bulk_create(
        through(meetingrequest_id=request.pk, slot_id=slot)
        for request, slots in zip(requests, wanted, strict=True)
        if request.phase is None
        for slot in slots
    )


class _Shape:
    """Makes some requests mandatory or fixed, only where both parties can keep it."""

    def __init__(
        self,
        world: World,
        rng: random.Random,
        requests: Sequence[MeetingRequest],
        wanted: Sequence[list[int]],
    ) -> None:
        self.world = world
        self.rng = rng
        self.requests = requests
        self.wanted = wanted
        self.order = list(range(len(requests)))
        rng.shuffle(self.order)
        self.taken: set[tuple[int, int]] = set()
        self.load: Counter[int] = Counter()

    def common(self, n: int) -> list[int]:
        """Ids of the slots in which both parties of the `n`-th request are free."""
        request = self.requests[n]
        free = self.world.free[request.a.pk] & self.world.free[request.b.pk]
        return [slot for slot in self.wanted[n] if slot in free]

    def _choose(self, number: int, fits: Callable[[MeetingRequest, int], bool]) -> None:
        done = 0
        for n in self.order:
            request = self.requests[n]
            plain = not (request.mandatory or request.fixed_slot or request.fixed_place)
            if done < number and plain and request.length == 1 and fits(request, n):
                done += 1

    def mandatory(self, number: int) -> None:
        """At most two for a party, with time to spare and a language in common."""

        def fits(request: MeetingRequest, n: int) -> bool:
            parties = (request.a.pk, request.b.pk)
            speak = set(request.a.languages) & set(request.b.languages)
            if not speak or len(self.common(n)) < 5 or any(self.load[p] > 1 for p in parties):
                return False
            request.mandatory = True
            request.weight = max(request.weight, 8)
            self.load.update(parties)
            return True

        self._choose(number, fits)

    def fixed_slots(self, number: int) -> None:
        """No two of a party in the same slot."""

        def fits(request: MeetingRequest, n: int) -> bool:
            parties = (request.a.pk, request.b.pk)
            open_slots = [
                slot
                for slot in self.common(n)
                if not any((party, slot) in self.taken for party in parties)
            ]
            if not open_slots:
                return False
            slot = self.rng.choice(open_slots)
            self.taken.update((party, slot) for party in parties)
            request.fixed_slot = next(s for s in self.world.slots if s.pk == slot)
            return True

        self._choose(number, fits)

    def fixed_places(self, number: int) -> None:
        """On the exhibitor's stand; behind closed doors in a room made for it."""
        homes = {place.owner_id: place for place in self.world.places if place.owner_id}
        rooms = [place for place in self.world.places if place.closed_door]

        def fits(request: MeetingRequest, n: int) -> bool:
            closed = request.level == Level.CLOSED_DOOR
            home = homes.get(request.b.pk) or homes.get(request.a.pk)
            place = self.rng.choice(rooms) if closed else home
            if place is None:
                return False
            if not self.world.place_slots[place.pk].intersection(self.common(n)):
                return False
            request.fixed_place = place
            return True

        self._choose(number, fits)


def _add_precedences(rng: random.Random, requests: Sequence[MeetingRequest]) -> None:
    """Some who asked for both seasons want the November talk only after the first one; some
    delegations see a ministry of the host before they see firms."""
    first: dict[frozenset[int], MeetingRequest] = {}
    courtesy: dict[int, MeetingRequest] = {}
    rows = []
    for request in requests:
        pair = frozenset((request.a.pk, request.b.pk))
        earlier = first.setdefault(pair, request)
        if earlier is request:
            kinds = {party.kind: party for party in (request.a, request.b)}
            if set(kinds) == {D, M}:
                courtesy.setdefault(kinds[D].pk, request)
            host = next((courtesy[p] for p in sorted(pair) if p in courtesy), None)
            if host is not None and host is not request and rng.random() < 0.02:
                rows.append((request, host))
        elif rng.random() < 0.15:
            rows.append((request, earlier))
    plain = [
        (later, earlier)
        for later, earlier in rows
        if not (later.mandatory or later.fixed_slot or earlier.fixed_slot)
    ]
    Precedence.objects.bulk_create(
        Precedence(request=later, earlier=earlier) for later, earlier in plain
    )


def _set_minimums(
    world: World,
    rng: random.Random,
    requests: Sequence[MeetingRequest],
    wanted: Sequence[list[int]],
) -> None:
    """Two or three meetings guaranteed to some who ask for far more and have the time."""
    asked: Counter[int] = Counter()
    for request, slots in zip(requests, wanted, strict=True):
        for pk in (request.a.pk, request.b.pk):
            if len(world.free[pk].intersection(slots)) > 3:
                asked[pk] += 1
    promised = []
    for party in world.parties:
        least = rng.choice((2, 3))
        if party.kind in (E, D) and asked[party.pk] >= 3 * least and rng.random() < 0.35:
            party.minimum = least
            promised.append(party)
    Party.objects.bulk_update(promised, ["minimum"])
