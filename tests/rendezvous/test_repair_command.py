"""``rendezvous repair`` as an organiser uses it, on files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rendezvous import codec
from tests.rendezvous.examples import EVENT, put
from tests.rendezvous.plans import honest
from tests.rendezvous.test_cli import run, written

LATE = {"kind": "party_late", "party": "togo", "until": "2025-11-11T14:00:00+00:00"}


EARLIER = put(
    "acme-mali a1 acme-stand",
    "acme-togo a2 table",
    "bolt-mali a1 room ivan",
    "bolt-togo b1 table ivan",
    "mali-togo c1 tent",
    "acme-bolt b2 table",
)


@pytest.fixture
def event(tmp_path: Path) -> tuple[Path, Path]:
    """The event and a plan for it."""
    written(EVENT, tmp_path / "problem.json")
    codec.write_plan(honest(EVENT, EARLIER), tmp_path / "plan.json")
    return tmp_path / "problem.json", tmp_path / "plan.json"


def happened(folder: Path, *changes: dict[str, Any], **fields: Any) -> Path:
    """Write changes and return where."""
    path = folder / "changes.json"
    data = {"schema": "rendezvous-changes/1", "changes": list(changes), **fields}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_repair_is_a_plan_of_the_problem_as_changed(
    event: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, changed = tmp_path / "new.json", tmp_path / "changed.json"
    report = tmp_path / "report.json"
    args = ("--problem-output", changed, "--json", report, "--workers", 1)
    code, out, _ = run(capsys, "repair", *event, happened(tmp_path, LATE), "-o", new, *args)
    assert code == 0
    assert out.splitlines()[0].endswith("requests served: optimal.")
    assert run(capsys, "check", changed, new) == (0, "The plan holds.\n", "")
    told = json.loads(report.read_text())
    assert [o["name"] for o in told["objectives"]][:4] == [
        "mandatory",
        "cancelled",
        "moved",
        "relocated",
    ]
    assert [one["request"] for one in told["changes"]["moved"]] == ["acme-togo"]
    assert "Moved (1):\n  Acme - Togo (acme-togo, weight 3): 2025-11-11 09:30 at table -> " in out
    assert out.splitlines()[-1] == "To be told (2): Acme (1), Togo (1)"


def test_the_next_repair_starts_from_the_last(
    event: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new, changed = tmp_path / "new.json", tmp_path / "changed.json"
    pin = {"kind": "meeting_pinned", "request": "mali-togo"}
    first = happened(tmp_path, LATE, pin, now="2025-11-11T08:00:00+00:00")
    output = ("-o", new, "--problem-output", changed)
    assert run(capsys, "repair", *event, first, *output)[0] == 0
    lost = happened(tmp_path, {"kind": "place_lost", "place": "room"})
    assert run(capsys, "repair", changed, new, lost, *output)[0] == 0
    assert run(capsys, "check", changed, new)[0] == 0
    baseline = codec.read_problem(changed).baseline
    assert baseline is not None
    assert baseline.pinned == ("mali-togo",)


def test_what_if_says_the_same_and_writes_nothing(
    event: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = happened(tmp_path, LATE)
    new, changed = tmp_path / "new.json", tmp_path / "changed.json"
    work = ("--work", 5, "--workers", 1)
    before = sorted(tmp_path.iterdir())
    output = ("-o", new, "--problem-output", changed)
    code, out, _ = run(capsys, "repair", *event, changes, "--what-if", *output, *work)
    assert (code, sorted(tmp_path.iterdir())) == (0, before)
    alone = run(capsys, "repair", *event, changes, "--what-if", *work)
    assert alone[:2] == (0, out)
    told = run(capsys, "repair", *event, changes, *output, *work)[1]
    assert out.splitlines() == [*told.splitlines(), "Nothing was saved."]


def test_what_has_begun_is_held(
    event: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole first morning is held, though the party in it leaves for good."""
    gone = happened(tmp_path, {"kind": "party_withdrawn", "party": "togo"})
    new = tmp_path / "new.json"
    args = ("-o", new, "--now", "2025-11-11T12:00:00+00:00")
    assert run(capsys, "repair", *event, gone, *args)[0] == 0
    found = codec.read_plan(new).assignments
    assert set(EARLIER[:3]) <= set(found)
    assert {a.request for a in found} == {a.request for a in EARLIER} - {"bolt-togo", "mali-togo"}


def test_a_demand_that_cannot_be_met(
    event: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = {"id": "minister", "parties": ["acme", "togo"], "slots": []}
    changes = happened(tmp_path, {"kind": "new_meeting", "request": request})
    code, out, _ = run(capsys, "repair", *event, changes, "--what-if")
    assert code == 1
    assert "These mandatory requests cannot all be served:" in out
    assert "  Acme and Togo (minister, weight 1)" in out


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            [{**LATE, "party": "nobody"}],
            "changes[0] (party_late): there is no party 'nobody'; correct the id",
        ),
        (
            [{**LATE, "until": "2025-11-11T14:00:00"}],
            "changes[0] (party_late): field 'until' is \"2025-11-11T14:00:00\"; give its zone too, "
            "such as 2025-11-11T09:00:00+00:00",
        ),
        (
            [{"kind": "party_early", "party": "togo"}],
            "changes[0]: field 'kind' is \"party_early\"; give one of party_late, party_withdrawn, "
            "place_lost, interpreter_ill, new_meeting, meeting_pinned, meeting_released",
        ),
    ],
)
def test_bad_changes_write_nothing(
    event: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    changes: list[dict[str, Any]],
    fault: str,
) -> None:
    new = tmp_path / "new.json"
    result = run(capsys, "repair", *event, happened(tmp_path, *changes), "-o", new)
    assert result == (2, "", f"rendezvous: {fault}\n")
    assert not new.exists()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ((), "--output: say where to write the new plan, or give --what-if"),
        (
            ("--what-if", "--problem-output", "new.xlsx"),
            "new.xlsx: only a .json holds an earlier plan; give one",
        ),
        (
            ("--what-if", "--now", "noon"),
            "--now 'noon': give a date and time such as 2025-11-11T09:00:00+00:00",
        ),
        (
            ("--what-if", "--time", "0"),
            "--time and --work must be more than 0; give for example --time 30",
        ),
    ],
)
def test_bad_options(
    event: tuple[Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    fault: str,
) -> None:
    changes = happened(tmp_path, LATE)
    assert run(capsys, "repair", *event, changes, *options) == (2, "", f"rendezvous: {fault}\n")


def test_the_plan_of_another_problem(
    event: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(event[0].read_text())
    event[0].write_text(json.dumps({**data, "name": "Another year"}), encoding="utf-8")
    changes = happened(tmp_path, LATE)
    assert run(capsys, "repair", *event, changes, "--what-if") == (
        2,
        "",
        "rendezvous: plan: made for another problem; give the problem it was made for\n",
    )
