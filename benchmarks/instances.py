"""Problems to measure on, made from published parameters and a seed.

``python -m benchmarks.instances bamex --seed 1 > bamex.json`` writes one as JSON. The same seed
gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate
from typing import Final, NamedTuple

from rendezvous import codec
from rendezvous.problem import (
    Assignment,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Rules,
    Slot,
    Travel,
    Venue,
)

FIRST_DAY = datetime(2025, 11, 11, tzinfo=UTC)
HOURS = ("09:00", "09:45", "10:30", "11:15", "14:00", "14:45", "15:30")


def _slots() -> list[Slot]:
    """Four days of seven slots of 40 minutes: the fairground, then the demonstration centre.

    On the third day both venues are open, so that travel between them matters.
    """
    venues = (("fair",), ("fair",), ("fair", "site"), ("site",))
    slots = []
    for day, open_venues in enumerate(venues):
        for hour in HOURS:
            hours, minutes = map(int, hour.split(":"))
            start = FIRST_DAY + timedelta(days=day, hours=hours, minutes=minutes)
            half = "morning" if hours < 13 else "afternoon"
            slots.append(
                Slot(
                    id=f"{11 + day}-{hour}",
                    start=start,
                    end=start + timedelta(minutes=40),
                    day=start.date().isoformat(),
                    half_day=half,
                    venues=open_venues,
                )
            )
    return slots


def bamex(seed: int = 1, *, hosts: int = 60, guests: int = 90, requests: int = 1500) -> Problem:
    """Return a problem of BAMEX's size: 60 x 90 parties, 28 slots, 1,500 requests.

    Hosts (firms) have a stand at the fair and one to three teams; guests (delegations, ministries)
    one or two. Popularity is skewed (Zipf, exponent 0.8), 85 % availability, 8 % of the requests
    are closed-door, 4 % take two slots, 2 % come after another; 6 % of those whose parties share a
    language are mandatory, at most two per party.
    """
    rng = random.Random(seed)
    slots = _slots()
    host_languages = [("tr", "en")] * 5 + [("ru",)] * 2 + [("zh", "en")] + [("fr", "en")] * 2
    guest_languages = [("fr",)] * 6 + [("en",)] * 2 + [("fr", "en")] * 2 + [("ar", "fr"), ("pt",)]

    def availability(share: float) -> tuple[str, ...]:
        return tuple(slot.id for slot in slots if rng.random() < share)

    parties = [
        Party(
            id=f"h{n:02}",
            name=f"Host {n}",
            kind="host",
            teams=rng.choices((1, 2, 3), (6, 3, 1))[0],
            slots=availability(0.9),
            languages=rng.choice(host_languages),
            home=f"stand-{n:02}",
            minimum=2,
        )
        for n in range(hosts)
    ] + [
        Party(
            id=f"g{n:02}",
            name=f"Guest {n}",
            kind="guest",
            teams=rng.choices((1, 2), (8, 2))[0],
            slots=availability(0.85),
            languages=rng.choice(guest_languages),
            max_per_day=rng.choice((None, None, 5, 6)),
            minimum=2,
        )
        for n in range(guests)
    ]
    places = [
        Place(id=f"stand-{n:02}", venue="fair", name=f"Stand {n}", owner=f"h{n:02}")
        for n in range(hosts)
    ]
    places += [
        Place(id="tables", venue="fair", name="Tables", capacity=14),
        Place(id="tents", venue="site", name="Tents", capacity=30),
        *(Place(id=f"salon-{n}", venue="fair", closed_door=True) for n in range(3)),
        *(Place(id=f"lodge-{n}", venue="site", closed_door=True) for n in range(2)),
    ]
    pool: list[tuple[str, ...]] = [
        ("tr", "fr"),
        ("ru", "fr"),
        ("ru", "fr"),
        ("ru", "en"),
        ("zh", "fr"),
        ("en", "fr"),
    ]
    pool += [("en", "fr"), ("pt", "en"), ("pt", "fr"), ("ru", "fr", "en")]
    pool += [("tr", "fr"), ("tr", "fr"), ("en", "fr"), ("en", "fr"), ("zh", "fr"), ("ru", "fr")]
    interpreters = [
        Interpreter(id=f"i{n}", languages=languages, slots=availability(0.95), max_run=3)
        for n, languages in enumerate(pool)
    ]
    busy = []
    for n, party in enumerate(parties):
        for k in range(rng.choice((0, 1, 1, 2))):
            slot = slots[rng.randrange(k * 14, k * 14 + 14)]
            venue = rng.choice(slot.venues)
            busy.append(
                Busy(
                    f"b{n}-{k}",
                    party.id,
                    slot.start,
                    slot.start + timedelta(minutes=rng.choice((40, 80))),
                    venue,
                    None if party.teams == 1 or rng.random() < 0.5 else 1,
                    "Conference",
                )
            )
    items = _requests(rng, parties[:hosts], parties[hosts:], requests)
    return Problem(
        slots=tuple(slots),
        parties=tuple(parties),
        requests=tuple(items),
        places=tuple(places),
        venues=(Venue("fair", "Fairground"), Venue("site", "Demonstration centre")),
        interpreters=tuple(interpreters),
        travel=(Travel(("fair", "site"), 90),),
        busy=tuple(busy),
        rules=Rules(),
        name=f"BAMEX size, seed {seed}",
    )


def _requests(
    rng: random.Random, hosts: list[Party], guests: list[Party], number: int
) -> list[Request]:
    host_pull = [1 / (n + 1) ** 0.8 for n in range(len(hosts))]
    guest_pull = [1 / (n + 1) ** 0.5 for n in range(len(guests))]
    languages = {party.id: frozenset(party.languages) for party in (*hosts, *guests)}
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < number:
        host = rng.choices(hosts, host_pull)[0]
        guest = rng.choices(guests, guest_pull)[0]
        pairs[host.id, guest.id] = None
    items: list[Request] = []
    mandatory: dict[str, int] = {}
    for n, pair in enumerate(pairs):
        speak = not languages[pair[0]].isdisjoint(languages[pair[1]])
        must = speak and rng.random() < 0.06 and all(mandatory.get(p, 0) < 2 for p in pair)
        for party in pair if must else ():
            mandatory[party] = mandatory.get(party, 0) + 1
        items.append(
            Request(
                id=f"r{n:04}",
                parties=pair,
                weight=rng.choices((1, 2, 3, 5, 8, 13), (4, 5, 5, 4, 2, 1))[0],
                mandatory=must,
                length=2 if rng.random() < 0.04 else 1,
                closed_door=rng.random() < 0.08,
                after=(items[rng.randrange(n)].id,) if n > 50 and rng.random() < 0.02 else (),
            )
        )
    return items


WEIGHTS: Final = (1, 2, 3, 5, 8, 13)
WEIGHT_SHARES: Final = (4, 5, 5, 4, 2, 1)
"""How many requests of each weight, as bamex has them."""


def _week(venues: Callable[[int], tuple[str, ...]]) -> tuple[Slot, ...]:
    """Five days of eight slots of 40 minutes, four in a half-day; ``venues`` opens each day's."""
    slots = []
    for day in range(5):
        for n in range(8):
            start = FIRST_DAY + timedelta(days=day, hours=9 + 5 * (n // 4), minutes=45 * (n % 4))
            slots.append(
                Slot(
                    id=f"{11 + day}-{start:%H:%M}",
                    start=start,
                    end=start + timedelta(minutes=40),
                    day=start.date().isoformat(),
                    half_day="morning" if n < 4 else "afternoon",
                    venues=venues(day),
                )
            )
    return tuple(slots)


def saha(
    seed: int = 1,
    *,
    hosts: int = 1000,
    guests: int = 2000,
    requests: int = 20_000,
    tables: int = 600,
    availability: float = 0.85,
    kinds: bool = False,
) -> Problem:
    """Return a problem of SAHA's size: 1,000 x 2,000 parties, 40 slots, 20,000 requests.

    Popularity is skewed (Zipf, exponent 0.8 for hosts, 0.5 for guests), so that the best-known
    hosts are asked for by hundreds; each party is there in each slot with the chance given; weights
    are 1, 2, 3, 5, 8, 13 in shares 4:5:5:4:2:1. Every table is a place of its own.

    With ``kinds`` every kind of constraint is in play: two venues, 90 minutes apart, of which the
    second, with a third of the tables, opens on the last three days and is alone on the last;
    hosts of one to three teams (6:3:1), guests of one or two (8:2); 30 % of the hosts with a stand
    at the first venue; a closed-door room for every 15 tables and 8 % closed-door requests; seven
    languages and an interpreter for every 150 requests, of three slots in a row at most and there
    95 % of the time; 0 to 2 busy times a party; at most 5 or 6 meetings a day for half of the
    guests; 4 % of the requests two slots long, 2 % after another, 2 % mandatory (one a party at
    most, parties that share a language); a minimum of two meetings for everybody.
    """
    rng = random.Random(seed)
    venues = ("fair", "site") if kinds else ("fair",)
    slots = _week(lambda day: venues if day in (2, 3) else venues[-1:] if day == 4 else venues[:1])
    there = partial(_availability, rng, slots, availability)
    parties = [Party(f"h{n}", kind="host", slots=there()) for n in range(hosts)]
    parties += [Party(f"g{n}", kind="guest", slots=there()) for n in range(guests)]
    pairs = _pairs(rng, hosts, guests, requests)
    items = [
        Request(f"r{n}", pair, weight=rng.choices(WEIGHTS, WEIGHT_SHARES)[0])
        for n, pair in enumerate(pairs)
    ]
    problem = Problem(
        name=f"SAHA size, {tables} tables, availability {availability:g}, seed {seed}",
        slots=slots,
        parties=tuple(parties),
        requests=tuple(items),
        places=tuple(Place(f"t{n}", "fair") for n in range(tables)),
        venues=(Venue("fair"),),
    )
    return _with_every_kind(rng, problem) if kinds else problem


def growth(requests: int, seed: int = 1, *, kinds: bool = False) -> Problem:
    """Return `saha` with another number of requests: as many per party, and as many per table."""
    problem = saha(
        seed,
        hosts=requests // 20,
        guests=requests // 10,
        requests=requests,
        tables=requests * 3 // 100,
        kinds=kinds,
    )
    return replace(problem, name=f"{requests} requests, seed {seed}")


def _availability(rng: random.Random, slots: tuple[Slot, ...], share: float) -> tuple[str, ...]:
    return tuple(slot.id for slot in slots if rng.random() < share)


def _pairs(rng: random.Random, hosts: int, guests: int, number: int) -> list[tuple[str, str]]:
    """Return different pairs of a host and a guest, drawn by their popularity."""
    pulls = [list(accumulate((n + 1) ** -0.8 for n in range(hosts)))]
    pulls.append(list(accumulate((n + 1) ** -0.5 for n in range(guests))))
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < number:
        host, guest = (rng.choices(range(len(p)), cum_weights=p)[0] for p in pulls)
        pairs[f"h{host}", f"g{guest}"] = None
    return list(pairs)


LANGUAGES: Final = ("tr", "en", "fr", "ru", "ar", "zh", "pt")


def _with_every_kind(rng: random.Random, problem: Problem) -> Problem:
    """Return a plain problem with what `saha` says of ``kinds`` added to it."""
    there = partial(_availability, rng, problem.slots, 0.95)
    parties = tuple(_many_sided(rng, party) for party in problem.parties)
    tables = problem.places
    rooms = max(2, len(tables) // 15)
    places = [
        replace(table, venue="site" if n % 3 == 2 else "fair") for n, table in enumerate(tables)
    ]
    places += [
        Place(f"room{n}", "site" if n % 3 == 2 else "fair", closed_door=True) for n in range(rooms)
    ]
    places += [Place(p.home, "fair", owner=p.id) for p in parties if p.home is not None]
    return replace(
        problem,
        name=f"{problem.name}, every kind",
        parties=parties,
        requests=_many_kinds(rng, problem.requests, parties),
        places=tuple(places),
        venues=(Venue("fair"), Venue("site")),
        interpreters=tuple(
            Interpreter(f"i{n}", tuple(sorted(rng.sample(LANGUAGES, 3))), slots=there(), max_run=3)
            for n in range(max(2, len(problem.requests) // 150))
        ),
        travel=(Travel(("fair", "site"), 90),),
        busy=_commitments(rng, parties, problem.slots),
    )


def _many_sided(rng: random.Random, party: Party) -> Party:
    """Return a party with teams, languages, limits and perhaps a stand."""
    if party.kind == "host":
        return replace(
            party,
            teams=rng.choices((1, 2, 3), (6, 3, 1))[0],
            languages=rng.choices(
                (("tr", "en"), ("ru",), ("zh", "en"), ("fr", "en")), (5, 2, 1, 2)
            )[0],
            home=f"stand-{party.id}" if rng.random() < 0.3 else None,
            minimum=2,
        )
    languages = (("fr",), ("en",), ("fr", "en"), ("ar", "fr"), ("pt",), ("ru", "en"))
    return replace(
        party,
        teams=rng.choices((1, 2), (8, 2))[0],
        languages=rng.choices(languages, (4, 4, 2, 1, 1, 2))[0],
        max_per_day=rng.choice((None, None, 5, 6)),
        minimum=2,
    )


def _many_kinds(
    rng: random.Random, requests: tuple[Request, ...], parties: tuple[Party, ...]
) -> tuple[Request, ...]:
    languages = {party.id: frozenset(party.languages) for party in parties}
    promised: set[str] = set()
    items = []
    for n, request in enumerate(requests):
        speak = not languages[request.parties[0]].isdisjoint(languages[request.parties[1]])
        must = speak and rng.random() < 0.02 and promised.isdisjoint(request.parties)
        promised.update(request.parties if must else ())
        before = (f"r{rng.randrange(n)}",) if n > 50 and rng.random() < 0.02 else ()
        items.append(
            replace(
                request,
                mandatory=must,
                length=2 if rng.random() < 0.04 else 1,
                closed_door=rng.random() < 0.08,
                after=before,
            )
        )
    return tuple(items)


def _commitments(
    rng: random.Random, parties: tuple[Party, ...], slots: tuple[Slot, ...]
) -> tuple[Busy, ...]:
    """Return up to two busy times of a party, in halves of the week, where a venue is open."""
    busy = []
    for party in parties:
        for half in range(rng.choice((0, 1, 1, 2))):
            slot = slots[rng.randrange(half * 20, half * 20 + 18)]
            busy.append(
                Busy(
                    f"b-{party.id}-{half}",
                    party.id,
                    slot.start,
                    slot.start + timedelta(minutes=rng.choice((40, 80))),
                    rng.choice(slot.venues),
                    None if party.teams == 1 or rng.random() < 0.5 else 1,
                    "Conference",
                )
            )
    return tuple(busy)


class Planted(NamedTuple):
    """A problem built around a plan of the highest weight, that weight, and the plan."""

    problem: Problem
    optimum: int
    plan: tuple[Assignment, ...]


def planted(
    seed: int = 1,
    *,
    hosts: int = 1000,
    guests: int = 2000,
    requests: int = 20_000,
    tables: int = 400,
    availability: float = 0.85,
    full: float = 0.3,
) -> Planted:
    """Return a problem whose highest weight is known, because it was built around such a plan.

    In each of 40 slots as many pairs as there are tables meet; a share ``full`` of the hosts meets
    somebody in every slot it is there. A price of 1 to 6 is put on every slot of such a host, and
    one of 1 to 3 on every table; other hosts and guests have slots to spare and cost nothing. A
    planted request weighs what it costs, and the other requests, as many again as make up
    ``requests``, at most that: half of them just as much, so that prices tell nothing. Any plan
    then weighs at most the price of all there is (weak duality), and the planted one weighs that.

    Raises ValueError when there are fewer requests than the planted plan serves.
    """
    rng = random.Random(seed)
    slots = _week(lambda _: ("fair",))
    there = partial(_availability, rng, slots, availability)
    parties = [Party(f"h{n}", kind="host", slots=there()) for n in range(hosts)]
    parties += [Party(f"g{n}", kind="guest", slots=there()) for n in range(guests)]
    price = {party.id: rng.randint(1, 6) for party in parties[: round(full * hosts)]}
    table_price = rng.randint(1, 3)
    met: dict[tuple[str, str], None] = {}
    plan = []
    for slot in slots:
        here = [p.id for p in parties if p.slots is not None and slot.id in p.slots]
        some_hosts = [i for i in here if i in price]
        rest = [i for i in here if i[0] == "h" and i not in price]
        some_hosts += rng.sample(rest, tables - len(some_hosts))
        free = [i for i in here if i[0] == "g"]
        rng.shuffle(free)
        for n, host in enumerate(some_hosts):
            guest = next(i for i in free if (host, i) not in met)
            free.remove(guest)
            plan.append(Assignment(f"r{len(met)}", slot.id, f"t{n}"))
            met[host, guest] = None
    if requests < len(met):
        raise ValueError(f"{requests} requests cannot hold a plan of {len(met)}; lower tables")

    def cost(pair: tuple[str, str]) -> int:
        return price.get(pair[0], 0) + table_price

    weights = {pair: cost(pair) for pair in met}
    optimum = sum(weights.values())
    while len(weights) < requests:
        pair = (f"h{rng.randrange(hosts)}", f"g{rng.randrange(guests)}")
        if pair not in weights:
            weights[pair] = cost(pair) if rng.random() < 0.5 else rng.randint(1, cost(pair))
    problem = Problem(
        name=f"planted optimum {optimum}, seed {seed}",
        slots=slots,
        parties=tuple(parties),
        requests=tuple(
            Request(f"r{n}", pair, weight=weight)
            for n, (pair, weight) in enumerate(weights.items())
        ),
        places=tuple(Place(f"t{n}", "fair") for n in range(tables)),
        venues=(Venue("fair"),),
    )
    return Planted(problem, optimum, tuple(plan))


GROWTH: Final = (1_000, 5_000, 20_000, 50_000)
"""Requests of the problems that tell how the work grows."""
INSTANCES: Final[dict[str, Callable[[int], Problem]]] = {
    "small": partial(bamex, hosts=12, guests=18, requests=120),
    "bamex": bamex,
    "saha": saha,
    "saha-250": partial(saha, tables=250),
    "saha-0.5": partial(saha, availability=0.5),
    "saha-0.3": partial(saha, availability=0.3),
    "saha-kinds": partial(saha, kinds=True),
    "saha-kinds-0.5": partial(saha, kinds=True, availability=0.5),
    "saha-kinds-0.3": partial(saha, kinds=True, availability=0.3),
    "planted": lambda seed: planted(seed).problem,
    **{f"growth-{size}": partial(growth, size) for size in GROWTH},
    **{f"growth-{size}-kinds": partial(growth, size, kinds=True) for size in GROWTH},
}
"""Every problem by name, given a seed; "small" is for a quick look at the machinery."""
OPTIMA: Final[dict[str, Callable[[int], int]]] = {"planted": lambda seed: planted(seed).optimum}
"""The highest weight of those problems of which it is known beforehand."""


def main() -> None:
    """Write the asked instance to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("instance", choices=tuple(INSTANCES))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    problem = INSTANCES[args.instance](args.seed)
    sys.stdout.buffer.write(codec.dump(codec.problem_to_data(problem)))


if __name__ == "__main__":
    main()
