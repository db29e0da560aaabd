"""Every figure of the report recomputed from the exported JSON, by other means.

Nothing here comes from the engine or from the selectors: the two files that `salon plan export`
writes are read as plain JSON, the page is read as HTML, and the two must say the same, both for the
public (everything closed-door left out) and for whoever is cleared.
"""

import html
import json
import re
from collections import Counter
from functools import cached_property
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from salon.core.actor import Actor
from salon.demo.generator import Scale, generate
from salon.meetings.models import Commitment
from salon.meetings.services import publish_plan, run_plan
from tests.cast import CAST

pytestmark = pytest.mark.django_db

SMALL = Scale(
    exhibitors=9, delegations=10, forces=2, ministries=3, interpreters=3, september=40, november=170
)


class Recount:
    """The figures of problem and plan, with or without what is closed-door."""

    def __init__(self, problem: dict[str, Any], plan: dict[str, Any], *, everything: bool) -> None:
        self.problem, self.plan, self.everything = problem, plan, everything
        self.order = {slot["id"]: n for n, slot in enumerate(problem["slots"])}
        self.parties = {party["id"]: party for party in problem["parties"]}
        self.all = {request["id"]: request for request in problem["requests"]}
        self.hidden = {
            name
            for name, request in self.all.items()
            if request.get("closed_door") and not everything
        }
        self.requests = {n: r for n, r in self.all.items() if n not in self.hidden}
        self.meetings = {
            a["request"]: a for a in plan["assignments"] if a["request"] not in self.hidden
        }
        self.unserved = [u for u in plan["unserved"] if u["request"] not in self.hidden]

    def hours(self, request: str) -> range:
        """The slots of a meeting, by their place in the order of time."""
        assigned = {a["request"]: a for a in self.plan["assignments"]}
        first = self.order[assigned[request]["slot"]]
        return range(first, first + self.all[request].get("length", 1))

    def weight(self, names: Any) -> int:
        return sum(self.all[name].get("weight", 1) for name in names)

    @cached_property
    def held_by(self) -> dict[str, list[str]]:
        return {
            party: [name for name in self.meetings if party in self.all[name]["parties"]]
            for party in self.parties
        }

    def breaks(self) -> int:
        total = 0
        for names in self.held_by.values():
            busy = {hour for name in names for hour in self.hours(name)}
            for hour in busy:
                slot = self.problem["slots"][hour]
                later = [
                    other
                    for other in busy
                    if other > hour
                    and self.problem["slots"][other]["day"] == slot["day"]
                    and (
                        not self.problem["rules"].get("lunch_exempt")
                        or self.problem["slots"][other]["half_day"] == slot["half_day"]
                    )
                ]
                total += bool(later) and min(later) > hour + 1
        return total

    def values(self) -> dict[str, int]:
        lacks = [
            max(0, party.get("minimum", 0) - len(self.held_by[name]))
            for name, party in self.parties.items()
        ]
        return {
            "mandatory": sum(bool(self.all[u["request"]].get("mandatory")) for u in self.unserved),
            "weight": self.weight(self.meetings),
            "below_minimum": sum(lack > 0 for lack in lacks),
            "shortfall": sum(lacks),
            "breaks": self.breaks(),
        }

    def bound(self, stage: dict[str, Any], value: int) -> int:
        """What is certain to the reader: the engine's distance in weight, else 0 or its bound."""
        if stage["sense"] == "max":
            return value + stage["bound"] - stage["value"]
        return stage["bound"] if len(self.requests) == len(self.all) else 0

    def objectives(self) -> dict[str, tuple[int, int]]:
        values = self.values()
        return {
            stage["name"]: (
                values[stage["name"]],
                self.bound(stage, values[stage["name"]]),
            )
            for stage in self.plan["objectives"]
        }

    def kinds(self) -> dict[str, tuple[int, int, int, int, int]]:
        """Kind: parties, requests, served, weight served, weight asked for."""
        lines = {}
        for kind in {party["kind"] for party in self.parties.values()}:
            mine = {
                name
                for name, request in self.requests.items()
                if kind in [self.parties[party]["kind"] for party in request["parties"]]
            }
            served = mine & set(self.meetings)
            members = sum(party["kind"] == kind for party in self.parties.values())
            lines[kind] = (
                members,
                len(mine),
                len(served),
                self.weight(served),
                self.weight(mine),
            )
        return lines

    def days(self) -> dict[str, int]:
        counts = {slot["day"]: 0 for slot in self.problem["slots"]}
        for meeting in self.meetings.values():
            counts[self.problem["slots"][self.order[meeting["slot"]]]["day"]] += 1
        return counts

    def heat(self) -> dict[tuple[str, str], int | None]:
        """(place, slot): meetings held there, None where the reader is told nothing."""
        cells = {}
        for place in self.problem["places"]:
            for slot in self.problem["slots"]:
                count = sum(
                    meeting["place"] == place["id"] and self.order[slot["id"]] in self.hours(name)
                    for name, meeting in self.meetings.items()
                )
                told = slot["id"] in place["slots"] and (
                    self.everything or not place.get("closed_door")
                )
                cells[place["id"], slot["id"]] = count or (0 if told else None)
        return cells

    def reasons(self) -> Counter[str]:
        return Counter(self.reason(item) for item in self.unserved)

    def reason(self, item: dict[str, Any]) -> str:
        """What a reader may be told: the engine's reason if it would stand, were the parties of
        hidden meetings away."""
        if self.everything:
            return str(item["reason"])
        evidence, request = item["evidence"], self.all[item["request"]]
        a, b = request["parties"]
        secret = {f"c{one.pk}" for one in Commitment.objects.filter(level="closed_door")}
        lost = set()
        for one in self.problem["busy"]:
            if one["id"] in secret and one["party"] in (a, b):
                lost |= {
                    n
                    for n, slot in enumerate(self.problem["slots"])
                    if slot["start"] < one["end"] and one["start"] < slot["end"]
                }
        for meeting in self.plan["assignments"]:
            name = meeting["request"]
            if name in self.hidden and {a, b} & set(self.all[name]["parties"]):
                lost |= set(self.hours(name))
        length = request.get("length", 1)
        starts = [self.order[slot] for slot in evidence.get("slots", [])]
        left = [start for start in starts if not lost & set(range(start, start + length))]
        blockers = evidence.get("blockers", [])
        if (
            (item["reason"] == "no_common_slot" and not evidence.get("busy"))
            or secret & set(evidence.get("busy", []))
            or self.hidden & set(evidence.get("requests", []))
            or (starts and not left)
        ):
            return "not_available"
        if not self.hidden & set(blockers):
            return str(item["reason"])
        full = {
            "party_full": lambda hour: self.party_taken(evidence.get("party"), hour),
            "outweighed": lambda hour: self.party_taken(a, hour) or self.party_taken(b, hour),
            "no_place": lambda hour: self.places_taken({a, b}, hour),
        }.get(item["reason"])
        # A longer meeting is refused as soon as one of its slots is.
        stands = full and all(any(full(s + later) for later in range(length)) for s in left)
        return str(item["reason"]) if stands else "not_available"

    def party_taken(self, party: Any, hour: int) -> bool:
        holds = [name for name in self.held_by[party] if hour in self.hours(name)]
        return len(holds) >= self.parties[party].get("teams", 1)

    def places_taken(self, pair: set[str], hour: int) -> bool:
        slot = self.problem["slots"][hour]["id"]
        return all(
            sum(
                meeting["place"] == place["id"] and hour in self.hours(name)
                for name, meeting in self.meetings.items()
            )
            >= place.get("capacity", 1)
            for place in self.problem["places"]
            if slot in place["slots"]
            and not place.get("closed_door")
            and place.get("owner") in (None, *pair)
        )


class Page:
    """The report as its reader sees it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @staticmethod
    def words(fragment: str) -> str:
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", fragment))).strip()

    def rows(self, prefix: str) -> dict[str, list[str]]:
        found = re.findall(rf'<tr role="row" id="{prefix}-([^"]+)">(.*?)</tr>', self.text, re.S)
        return {
            name: [self.words(cell) for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, re.S)]
            for name, row in found
        }

    @staticmethod
    def number(text: str) -> int:
        return int(text.replace(",", ""))

    def bound(self, stage: dict[str, Any], value: int) -> int:
        """What is certain to the reader: the engine's distance in weight, else 0 or its bound."""
        if stage["sense"] == "max":
            return value + stage["bound"] - stage["value"]
        return stage["bound"] if len(self.requests) == len(self.all) else 0

    def objectives(self) -> dict[str, tuple[int, int]]:
        return {
            name: (self.number(cells[1]), self.number(cells[2]))
            for name, cells in self.rows("objective").items()
        }

    def kinds(self) -> dict[str, tuple[int, ...]]:
        lines = {}
        for name, cells in self.rows("kind").items():
            parties, asked, served, unmet = (self.number(cell or "0") for cell in cells[1:5])
            assert asked == served + unmet
            weight, of_all = (self.number(part) for part in cells[6].split(" / "))
            lines[name] = (parties, asked, served, weight, of_all)
        return lines

    def counts(self, prefix: str) -> dict[str, int]:
        return {name: self.number(cells[1]) for name, cells in self.rows(prefix).items()}

    def heat(self, problem: dict[str, Any]) -> dict[tuple[str, str], int | None]:
        """Each map covers the slots of one phase: its days say which."""
        cells: dict[tuple[str, str], int | None] = {}
        for table in re.findall(r'<table class="heat">(.*?)</table>', self.text, re.S):
            days = re.findall(r'scope="colgroup" colspan="(\d+)">\w+ (\d+) (\w+)', table)
            hours = re.findall(r'<th scope="col">([\d:]+)</th>', table)
            slots = self.slots(problem, days, hours)
            for row in re.findall(r'<tr><th scope="row">(.*?)</tr>', table, re.S):
                place = re.search(r"/places/([^/]+)/", row)
                assert place
                values = re.findall(r'<td class="h(\w)">(\d*)', row)
                assert len(values) == len(slots)
                for slot, (shade, count) in zip(slots, values, strict=True):
                    cells[place[1], slot] = None if shade == "x" else int(count)
        return cells

    @staticmethod
    def slots(problem: dict[str, Any], days: Any, hours: list[str]) -> list[str]:
        months = {"Sep": "09", "Nov": "11"}
        dated = [
            f"{months[month]}-{int(day):02}" for span, day, month in days for _ in range(int(span))
        ]
        at = {
            (slot["day"][5:], slot["start"][11:16].lstrip("0")): slot["id"]
            for slot in problem["slots"]
        }
        return [at[day, hour] for day, hour in zip(dated, hours, strict=True)]


@pytest.fixture
def exported(tmp_path):
    """A small edition planned and published through the services, and the two files."""
    operator = Actor.operator("test")
    edition = generate(actor=operator, scale=SMALL)
    # Tight, so that requests of every sort are left out for reasons of every sort.
    edition.places.update(capacity=1)
    edition.parties.filter(kind="exhibitor").update(max_per_day=4)
    publish_plan(actor=operator, run=run_plan(actor=operator, edition=edition, seconds=6))
    names = [tmp_path / "problem.json", tmp_path / "plan.json"]
    call_command("plan", "export", edition.slug, "--problem", names[0], "--plan", names[1])
    return edition, *(json.loads(name.read_text(encoding="utf-8")) for name in names)


def compare(edition, problem, plan, *, everything):
    with override("en"):
        page = Page(Client().get(f"/en/{edition.slug}/plan/").content.decode())
    recount = Recount(problem, plan, everything=everything)
    assert page.objectives() == recount.objectives()
    kinds = recount.kinds()
    asked, served = list(recount.requests), list(recount.meetings)
    kinds["all"] = (0, len(asked), len(served), recount.weight(served), recount.weight(asked))
    assert page.kinds() == kinds
    assert page.counts("reason") == recount.reasons()
    assert page.counts("day") == recount.days()
    heat = recount.heat()
    shown = page.heat(problem)
    assert shown == {cell: heat[cell] for cell in shown}
    # A place that never opens in a phase is left out of its map; no meeting is.
    assert {cell for cell, count in heat.items() if count} <= set(shown)
    assert sum(count or 0 for count in shown.values()) == sum(
        recount.all[name].get("length", 1) for name in recount.meetings
    )
    return page


def test_every_figure_equals_the_one_recomputed(exported, monkeypatch):
    edition, problem, plan = exported
    public = compare(edition, problem, plan, everything=False)
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["protocol"]))
    everything = compare(edition, problem, plan, everything=True)
    # The edition has something of everything, or the comparison would prove little.
    assert any(request.get("closed_door") for request in problem["requests"])
    assert public.objectives()["weight"] < everything.objectives()["weight"]
    assert len(public.counts("reason")) >= 2
    assert public.counts("reason") != everything.counts("reason")
