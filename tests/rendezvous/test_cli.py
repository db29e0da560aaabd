"""The command line as an organiser uses it, on files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rendezvous import codec
from rendezvous.cli import main
from rendezvous.problem import Problem
from tests.rendezvous.examples import EVENT


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, out, err


def written(problem: Problem, path: Path) -> Path:
    """Write a problem and return where."""
    codec.write(path, codec.problem_to_data(problem))
    return path


@pytest.fixture
def event(tmp_path: Path) -> Path:
    return written(EVENT, tmp_path / "event.json")


@pytest.fixture
def plan(event: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "plan.json"
    assert run(capsys, "plan", event, "-o", path, "--workers", 1)[0] == 0
    return path


def test_plan_then_check(event: Path, plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "check", event, plan) == (0, "The plan holds.\n", "")


def test_plan_tells_each_objective(
    event: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "plan", event, "-o", tmp_path / "p.json", "--json", tmp_path / "r")
    report = json.loads((tmp_path / "r").read_text())
    assert code == 0
    assert out.splitlines()[0] == (
        f"{report['served']} of {report['requests']} requests served: optimal."
    )
    assert [objective["name"] for objective in report["objectives"]] == [
        "mandatory",
        "weight",
        "below_minimum",
        "shortfall",
        "breaks",
    ]
    assert all(objective["proven"] for objective in report["objectives"])
    assert "Weight served" in err


def test_the_same_work_gives_the_same_bytes(
    event: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one.json", "two.json"):
        run(capsys, "plan", event, "-o", tmp_path / name, "--work", 5, "--workers", 1)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


def test_check_refuses_a_broken_plan(
    event: Path, plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = json.loads(plan.read_text())
    lost = data["assignments"].pop()["request"]
    plan.write_text(json.dumps(data))
    code, out, _ = run(capsys, "check", event, plan, "--json", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    assert code == 1
    assert not report["ok"]
    assert {violation["code"] for violation in report["violations"]} == {"wrong_figure"}
    assert any(lost in violation["requests"] for violation in report["violations"])
    assert out.splitlines()[-1] == (
        f"The plan is refused: {len(report['violations'])} violation(s)."
    )


def test_check_refuses_the_plan_of_another_problem(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = codec.problem_to_data(EVENT)
    data["name"] = "Another year"
    other = tmp_path / "other.json"
    codec.write(other, data)
    code, out, _ = run(capsys, "check", other, plan)
    assert code == 1
    assert out.startswith("wrong_problem: ")


def test_explain_a_meeting_and_a_stranger(
    event: Path, plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    served = json.loads(plan.read_text())["assignments"][0]["request"]
    code, out, _ = run(capsys, "explain", event, plan, "--request", served)
    assert code == 0
    assert f"({served}, weight " in out
    assert " meet on " in out
    assert run(capsys, "explain", event, plan, "--request", "nobody") == (
        2,
        "",
        "rendezvous: --request 'nobody': no such request; see the problem for ids\n",
    )


def test_bad_input_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"\xff\xfe")
    code, out, err = run(capsys, "plan", bad, "-o", tmp_path / "plan.json")
    assert (code, out) == (2, "")
    assert err == f"rendezvous: {bad}: not UTF-8 at byte 0; save the file as UTF-8\n"
    assert not (tmp_path / "plan.json").exists()


def test_a_plan_that_cannot_be_written_is_refused_before_the_work(
    event: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "plan.json"
    assert run(capsys, "plan", event, "-o", target) == (
        2,
        "",
        f"rendezvous: {target}: cannot be written; give a file in a folder you may write to\n",
    )


def test_no_time_is_refused(
    event: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "plan", event, "-o", tmp_path / "p.json", "--time", 0) == (
        2,
        "",
        "rendezvous: --time and --work must be more than 0; give for example --time 30\n",
    )


def test_template_to_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet, plan = tmp_path / "event.xlsx", tmp_path / "plan.json"
    assert run(capsys, "template", sheet)[0] == 0
    assert run(capsys, "plan", sheet, "-o", plan, "--workers", 1)[0] == 0
    assert run(capsys, "check", sheet, plan)[1] == "The plan holds.\n"
    assert run(capsys, "convert", sheet, tmp_path / "event.json") == (0, "", "")
    assert run(capsys, "check", tmp_path / "event.json", plan)[1] == "The plan holds.\n"
