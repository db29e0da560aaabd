"""What a kind reads and what its schema accepts are the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rendezvous.fields import FIELDS
from rendezvous.kinds import Moment, Order, Pair, Value, Whole, Wrong

KINDS = list(
    dict.fromkeys(
        field.kind
        for fields in FIELDS.values()
        for field in fields.values()
        if isinstance(field.kind, Value)
    )
)

EDGES: tuple[Any, ...] = (
    *(None, True, False, "", " ", "\t\n", "x", "max", "optimal", "no_place", "mandatory"),
    *("x" * 200, "x" * 201, [], {}, [[]], [None], ["a"], ["a", ""], ["a", "b"], ["a", "b", "c"]),
    *("2025-11-11T09:00:00+00:00", "2025-11-11T09:00Z", "2025-11-11 09:00:00.5-05:00"),
    *("2025-11-11", "2025-11-11T09:00:00", "tomorrow"),
    *(-0.5, 0.5, 999_999_999.5, 1_000_000_000.5, -(10**30), 10**30),
    *(n + by for n in (0, 1, 100, 1000, 10_000, 100_000, 10**9) for by in (-1, 0, 1)),
)


def reads(kind: Value, value: Any) -> bool:
    try:
        kind.read(value)
    except Wrong:
        return False
    return True


def accepts(kind: Value, value: Any) -> bool:
    return Draft202012Validator(kind.schema()).is_valid(value)


@pytest.mark.parametrize("kind", KINDS, ids=repr)
def test_reader_and_schema_agree_at_the_edges(kind: Value) -> None:
    edges = [v for v in EDGES if not (isinstance(kind, Order) and isinstance(v, list))]
    read = [value for value in edges if reads(kind, value)]
    assert read == [value for value in edges if accepts(kind, value)]
    assert bool(read) != isinstance(kind, Order)
    assert len(read) < len(edges)


@given(
    kind=st.sampled_from([kind for kind in KINDS if not isinstance(kind, Moment | Order)]),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, unique_by=repr) | st.dictionaries(st.text(), inner),
        max_leaves=4,
    ),
)
@example(kind=Pair(), value=["a", "b"])
def test_reader_and_schema_agree(kind: Value, value: Any) -> None:
    assert reads(kind, value) == accepts(kind, value)


def test_a_schema_may_say_more_than_the_reader() -> None:
    """The first two are left to `check_problem`, which names the item."""
    assert reads(Pair(), ["a", "a"])
    assert not accepts(Pair(), ["a", "a"])
    order = Order((("first", "this", "that", "last"), ("first", "that", "this", "last")))
    assert reads(order, ["last", "first"])
    assert [
        words
        for words in (
            ["first", "this", "that", "last"],
            ["first", "that", "this", "last"],
            ["this", "first", "that", "last"],
            ["first", "this", "last"],
        )
        if accepts(order, words)
    ] == [["first", "this", "that", "last"], ["first", "that", "this", "last"]]
    assert reads(Moment(), "20251111T0900Z")
    assert not accepts(Moment(), "20251111T0900Z")


def test_a_reader_may_say_more_than_the_schema() -> None:
    """JSON Schema holds 1.0 to be an integer."""
    assert not reads(Whole(0, 5), 1.0)
    assert accepts(Whole(0, 5), 1.0)
