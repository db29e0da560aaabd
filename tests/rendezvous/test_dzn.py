"""MiniZinc data files become problems, and each fault of one is told by its line."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rendezvous import dzn, files
from rendezvous.checking import check_problem
from rendezvous.codec import read_problem
from rendezvous.dzn import read_dzn
from rendezvous.errors import InputError
from rendezvous.formats import convert, read_any
from rendezvous.problem import Party, Place, Problem, Request, Rules, Slot, Venue

SMALL = """\
% four meetings of three participants
nBusiness = 3;
nMeetings = 4;
nTables = 2;
nTotalSlots = 5;
nMorningSlots = 3;

requested = [|1, 2,1,
|1, 3,2,
|2, 3,3,
|3, 2,3,
|];

meetingsxBusiness = [{1,2,3},
{1,2,4,5},
{1,3,4,5}];
nMeetingsBusiness = [2,3,3]; /* each
meeting counts twice */
forbidden = [{0},
{0,2,5},
{}];

fixed = [0,
4,0,0];
precedences = [{}, {1},
{1,2}, {}];
"""

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file called small.dzn and return its path."""

    def to_file(text: str | bytes) -> Path:
        path = tmp_path / "small.dzn"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return to_file


def faults(path: Path) -> list[str]:
    """Return the faults of a file, without its name before each."""
    with pytest.raises(InputError) as caught:
        read_dzn(path)
    prefix = f"{path}: "
    assert all(fault.startswith(prefix) for fault in caught.value.faults)
    return [fault.removeprefix(prefix) for fault in caught.value.faults]


def slot(number: int, half_day: str, start: str, end: str) -> Slot:
    """Return a slot of the synthetic day."""
    begin, finish = (datetime.fromisoformat(f"2000-01-01T{c}:00+00:00") for c in (start, end))
    return Slot(f"s{number:02d}", begin, finish, "2000-01-01", half_day, ("hall",))


def test_everything_a_file_says_is_in_the_problem(write: Write) -> None:
    assert read_dzn(write(SMALL)) == Problem(
        name="small",
        venues=(Venue("hall"),),
        slots=(
            slot(1, "morning", "08:00", "08:20"),
            slot(2, "morning", "08:20", "08:40"),
            slot(3, "morning", "08:40", "09:00"),
            slot(4, "afternoon", "10:00", "10:20"),
            slot(5, "afternoon", "10:20", "10:40"),
        ),
        parties=(Party("b01"), Party("b02", slots=("s01", "s03", "s04")), Party("b03")),
        requests=(
            Request("m001", ("b01", "b02"), mandatory=True, slots=("s01", "s02", "s03")),
            Request(
                "m002",
                ("b01", "b03"),
                mandatory=True,
                slots=("s04", "s05"),
                fixed_slot="s04",
                after=("m001",),
            ),
            Request("m003", ("b02", "b03"), mandatory=True, after=("m001", "m002")),
            Request("m004", ("b03", "b02"), mandatory=True),
        ),
        places=(Place("tables", "hall", capacity=2),),
        rules=Rules(lunch_exempt=False, spread=2),
    )


def test_the_optional_lists_may_be_absent_and_white_space_is_free(write: Write) -> None:
    text = (
        "forbidden=[2..1,{ 2 , },1..2,];requested=[|1,2,3|2,3,1|];nBusiness=3;nMeetings=2;"
        "nTables=1;nTotalSlots=2;nMorningSlots=2"
    )
    problem = read_dzn(write(b"\xef\xbb\xbf" + text.encode()))
    assert [party.slots for party in problem.parties] == [None, ("s01",), ()]
    assert problem.requests == (
        Request("m001", ("b01", "b02"), mandatory=True),
        Request("m002", ("b02", "b03"), mandatory=True, slots=("s01", "s02")),
    )
    assert [s.start for s in problem.slots] == [
        datetime(2000, 1, 1, 8, 0, tzinfo=UTC),
        datetime(2000, 1, 1, 8, 20, tzinfo=UTC),
    ]


def test_ids_keep_the_order_of_the_file_when_sorted(write: Write) -> None:
    rows = "".join(f"|1, {n % 2 + 2},3" for n in range(1_200))
    text = (
        f"nBusiness = 3; nMeetings = 1200; nTables = 9; nTotalSlots = 120; nMorningSlots = 60;"
        f"requested = [{rows}|]; forbidden = [{{0}},{{0}},{{0}}];"
    )
    problem = read_dzn(write(text))
    for items in (problem.requests, problem.slots):
        ids = [item.id for item in items]
        assert ids == sorted(ids)
    assert (problem.requests[0].id, problem.requests[-1].id) == ("m0001", "m1200")
    assert (problem.slots[0].id, problem.slots[-1].id) == ("s001", "s120")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (
            "nTables = 2",
            "nTables = two",
            ["line 4: 'two' where a whole number should stand; correct it"],
        ),
        ("nTables = 2;", "", ["nTables is missing; add a line 'nTables = ...;'"]),
        (
            "nTables = 2;",
            "nTables = 2;\nnTables = 3;",
            ["line 5: nTables is given twice; keep one"],
        ),
        (
            "nTables = 2;",
            "nTables : 2;",
            ["line 4: ': 2;' is not understood; correct it"],
        ),
        (
            "nTables = 2;",
            "nTables = -1;",
            ["line 4: nTables is -1; give a whole number from 0 to 100000"],
        ),
        (
            "nTotalSlots = 5",
            "nTotalSlots = 501",
            ["line 5: nTotalSlots is 501; give a whole number from 1 to 500"],
        ),
        (
            "nMorningSlots = 3",
            "nMorningSlots = 6",
            ["line 6: nMorningSlots is 6; give a whole number from 0 to 5"],
        ),
        (
            "nBusiness = 3",
            "nBusiness = 99999999",
            ["line 2: nBusiness is 99999999; give a whole number from 1 to 10000"],
        ),
        (
            "nTables = 2",
            "rooms = 2",
            [
                "line 4: unknown name 'rooms'; known names are nBusiness, nMeetings, nTables, "
                "nTotalSlots, nMorningSlots, requested, meetingsxBusiness, nMeetingsBusiness, "
                "forbidden, fixed, precedences"
            ],
        ),
        (
            "nMeetings = 4",
            "nMeetings = 5",
            [
                "line 8: requested has 4 entries and nMeetings is 5; give one entry for each "
                "meeting",
                "line 23: fixed has 4 entries and nMeetings is 5; give one entry for each meeting",
                "line 25: precedences has 4 entries and nMeetings is 5; give one entry for each "
                "meeting",
            ],
        ),
        (
            "|1, 3,2,",
            "|1, 1,2,",
            ["line 9: meeting 2: participant 1 would meet itself; name two different participants"],
        ),
        (
            "|1, 3,2,\n|2, 3,3,",
            "|1, 4,2,\n|2, 3,7,",
            [
                "line 9: meeting 2: participant 4 does not exist; participants are numbered from "
                "1 to 3",
                "line 10: meeting 3: session 7 does not exist; give 1 (morning), 2 (afternoon) or "
                "3 (any)",
            ],
        ),
        (
            "|1, 3,2,",
            "|1, 3,",
            ["line 9: meeting 2: its row has 2 numbers; give two participants and a session"],
        ),
        (
            "|1, 3,2,",
            "|\n|1, 3,2,",
            ["line 9: a row of the table is empty; remove it"],
        ),
        (
            "{0,2,5}",
            "{0,2,6}",
            [
                "line 20: participant 2: forbidden slot 6 does not exist; slots are numbered from "
                "1 to 5, and 0 stands for none"
            ],
        ),
        (
            "\n4,0,0]",
            "\n9,0,-1]",
            [
                "line 24: meeting 2: fixed slot 9 does not exist; slots are numbered from 1 to 5, "
                "and 0 stands for none",
                "line 24: meeting 4: fixed slot -1 does not exist; slots are numbered from 1 to 5, "
                "and 0 stands for none",
            ],
        ),
        (
            "{1,2}, {}]",
            "{1,2}, {0}]",
            ["line 26: meeting 4: precedence 0 does not exist; meetings are numbered from 1 to 4"],
        ),
        (
            "\n4,0,0]",
            "\n2,0,0]",
            [
                "line 24: request 'm002': fixed slot 's02' is not among its allowed slots; "
                "allow it or fix another"
            ],
        ),
        (
            "{1,2}, {}]",
            "{1,2}, {4}]",
            ["line 26: request 'm004': it would come after itself; remove it from 'after'"],
        ),
        (
            "precedences = [{},",
            "precedences = [{2},",
            [
                "line 25: requests 'm001' after 'm002' after 'm001': 'after' goes round in a ring; "
                "remove one of these"
            ],
        ),
        (
            "[2,3,3]",
            "[2,2,3]",
            [
                "line 17: participant 2: nMeetingsBusiness says 2 meetings and requested has 3; "
                "make the two agree"
            ],
        ),
        (
            "{1,3,4,5}]",
            "{1,2,4,5}]",
            [
                "line 16: participant 3: meetingsxBusiness does not hold its meetings of requested "
                "(counted from 2, with a dummy 1); make the two agree"
            ],
        ),
        (
            "{1,2}, {}];\n",
            "{1,2}, {}",
            [
                "line 26: the end of the file where ',' between the values of the list should "
                "stand; correct it"
            ],
        ),
        (
            "forbidden = [{0},",
            "forbidden = [{0} {0},",
            ["line 19: '{' where ',' between the values of the list should stand; correct it"],
        ),
        (
            "{0,2,5}",
            "0..99999999",
            [
                "line 20: with 0..99999999 the ranges of the file hold more than 1,000,000 "
                "numbers; shorten it"
            ],
        ),
        ("{0,2,5}", "0", ["line 20: ',' where '..' should stand; correct it"]),
    ],
)
def test_faults_are_told_by_line(write: Write, old: str, new: str, found: list[str]) -> None:
    assert SMALL.count(old) == 1
    assert faults(write(SMALL.replace(old, new))) == found


def test_a_long_list_of_faults_is_cut(write: Write) -> None:
    rows = "|1, 1,3" * 60
    text = (
        "nBusiness = 2; nMeetings = 60; nTables = 9; nTotalSlots = 12; nMorningSlots = 6;"
        f"requested = [{rows}|]; forbidden = [{{0}},{{0}}];"
    )
    found = faults(write(text))
    assert len(found) == 51
    assert found[-1] == "... and 10 more faults"


def test_a_file_that_is_not_text(write: Write) -> None:
    assert faults(write(SMALL.encode() + b"% caf\xe9")) == [
        "line 27: not UTF-8; save the file as UTF-8"
    ]
    assert faults(write(b"\x00\x01")) == ["line 1: '\\x00\\x01' is not understood; correct it"]
    assert faults(write("")) == [
        f"{name} is missing; add a line '{name} = ...;'"
        for name in (
            "nBusiness",
            "nMeetings",
            "nTables",
            "nTotalSlots",
            "nMorningSlots",
            "requested",
            "forbidden",
        )
    ]


def test_a_file_that_is_too_large_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dzn, "MAX_BYTES", 1_000)
    path = tmp_path / "large.dzn"
    path.write_text("% " + "x" * 999)
    assert faults(path) == [
        "more than 1,000 bytes, which is the limit; check that this is the right file"
    ]
    assert faults(tmp_path / "none.dzn") == [
        "cannot be read (No such file or directory); check the path"
    ]
    assert faults(tmp_path) == ["cannot be read (Is a directory); check the path"]
    path.write_bytes(b"x" * 1_000)
    assert files.read_bytes(path, 1_000) == b"x" * 1_000


def test_converting_chooses_by_suffix_and_writes_nothing_on_a_fault(
    write: Write, tmp_path: Path
) -> None:
    source, target = write(SMALL), tmp_path / "small.JSON"
    convert(source, target)
    assert read_problem(target) == read_any(target) == read_dzn(source)
    before = target.read_bytes()
    write(SMALL.replace("nTables = 2;", ""))
    with pytest.raises(InputError):
        convert(source, target)
    assert target.read_bytes() == before
    with pytest.raises(InputError) as caught:
        convert(source, tmp_path / "small.dzn")
    assert caught.value.faults == (
        f"{tmp_path / 'small.dzn'}: cannot be written as a problem; give a .json or .xlsx name",
    )
    with pytest.raises(InputError) as caught:
        read_any(tmp_path / "small.csv")
    assert caught.value.faults == (
        f"{tmp_path / 'small.csv'}: cannot be read as a problem; give a .json, .xlsx or .dzn file",
    )


FOLDER = os.environ.get("RENDEZVOUS_B2B_DIR")
INSTANCES = sorted(Path(FOLDER).glob("*.dzn")) if FOLDER else []


def header(text: str, name: str) -> int:
    """Return a size as the file states it."""
    return int(text.split(f"{name} =")[1].split(";")[0])


@pytest.mark.published
@pytest.mark.skipif(FOLDER is None, reason="RENDEZVOUS_B2B_DIR names no folder")
def test_the_published_instances_are_all_there() -> None:
    assert len(INSTANCES) == 50


@pytest.mark.published
@pytest.mark.skipif(FOLDER is None, reason="RENDEZVOUS_B2B_DIR names no folder")
@pytest.mark.parametrize("path", INSTANCES or [Path("none.dzn")], ids=lambda path: path.stem)
def test_a_published_instance_is_read_as_its_header_says(path: Path) -> None:
    text = path.read_text()
    problem = read_dzn(path)
    assert check_problem(problem) == []
    assert len(problem.parties) == header(text, "nBusiness")
    assert len(problem.requests) == header(text, "nMeetings")
    assert len(problem.slots) == header(text, "nTotalSlots")
    mornings = [slot.half_day for slot in problem.slots].count("morning")
    assert mornings == header(text, "nMorningSlots")
    assert [place.capacity for place in problem.places] == [header(text, "nTables")]
