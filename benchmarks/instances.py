"""Problems to measure on, made from published parameters and a seed.

``python -m benchmarks.instances bamex --seed 1 > bamex.json`` writes one as JSON.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import UTC, datetime, timedelta

from rendezvous import codec
from rendezvous.problem import (
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
    pool = [("tr", "fr"), ("ru", "fr"), ("ru", "fr"), ("ru", "en"), ("zh", "fr"), ("en", "fr")]
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


def main() -> None:
    """Write the asked instance to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=("bamex",))
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    sys.stdout.buffer.write(codec.dump(codec.problem_to_data(bamex(args.seed))))


if __name__ == "__main__":
    main()
