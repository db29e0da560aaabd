"""Lists that are narrowed by facets in the address, each value with its count.

A count says how many rows would be left with that value and the other facets as they are. A value
that no row has is ignored, not refused.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from salon.core.fields import search_key

Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Facet(Generic[Row]):
    """One way to narrow a list: `values` of a row, and how a value is `told`."""

    name: str
    label: str
    values: Callable[[Row], Collection[str]]
    told: Callable[[str], str]
    #: Its place in the list of options; by the words if not given.
    order: Callable[[str], Any] | None = None


class Option(NamedTuple):
    value: str
    label: str
    left: int
    chosen: bool


class Choice(NamedTuple):
    """A facet as a form shows it."""

    name: str
    label: str
    options: list[Option]

    @property
    def chosen(self) -> str:
        return next((option.value for option in self.options if option.chosen), "")


def narrow(
    rows: Sequence[Row],
    facets: Sequence[Facet[Row]],
    asked: Mapping[str, str],
    known: Sequence[Row],
) -> tuple[list[Row], list[Choice]]:
    """The rows that have all values asked for, and each facet with its counts.

    :param known: rows whose values make sense, whether or not they are in the list.
    """
    wanted = _wanted(facets, asked, known)
    passes = [
        {name: value in facet.values(row) for name, (facet, value) in wanted.items()}
        for row in rows
    ]
    choices = []
    for facet in facets:
        counts: Counter[str] = Counter()
        for row, passed in zip(rows, passes, strict=True):
            if all(ok for name, ok in passed.items() if name != facet.name):
                counts.update(facet.values(row))
        chosen = wanted[facet.name][1] if facet.name in wanted else ""
        choices.append(Choice(facet.name, facet.label, _options(facet, counts, chosen)))
    kept = [row for row, passed in zip(rows, passes, strict=True) if all(passed.values())]
    return kept, choices


def _wanted(
    facets: Iterable[Facet[Row]], asked: Mapping[str, str], known: Iterable[Row]
) -> dict[str, tuple[Facet[Row], str]]:
    """The facets that are asked for a value that some row has, by name."""
    return {
        facet.name: (facet, asked[facet.name])
        for facet in facets
        if asked.get(facet.name) and any(asked[facet.name] in facet.values(row) for row in known)
    }


def _options(facet: Facet[Row], counts: Counter[str], chosen: str) -> list[Option]:
    values = set(counts) | ({chosen} if chosen else set())
    order = facet.order or (lambda value: search_key(facet.told(value)))
    return [
        Option(value, facet.told(value), counts[value], value == chosen)
        for value in sorted(values, key=order)
    ]
