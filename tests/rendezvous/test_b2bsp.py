"""``rendezvous bench b2bsp`` on small files of our own, and on published ones where they are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rendezvous import b2bsp
from rendezvous.checking import check_problem
from rendezvous.dzn import read_dzn
from rendezvous.problem import Problem
from tests.rendezvous.test_cli import run
from tests.rendezvous.test_dzn import SMALL

FOLDER = os.environ.get("RENDEZVOUS_B2B_DIR")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an instance of two breaks at least, and one without a schedule."""
    (tmp_path / "full.dzn").write_text(SMALL)
    free = SMALL.replace("4,0,0];", "0,0,0];").replace("{1},\n{1,2}, {}]", "{},\n{}, {}]")
    (tmp_path / "small.dzn").write_text(free)
    return tmp_path


def publish(folder: Path, *lines: str) -> None:
    (folder / b2bsp.OPTIMA).write_text("\n".join(["instance,optimum_breaks", *lines]))


def test_proven_and_as_published(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(folder, "small,2", "full,infeasible")
    report = folder / "report.json"
    code, out, _ = run(capsys, "bench", "b2bsp", folder, "--workers", 1, "--json", report)
    assert code == 0
    assert out.splitlines()[-1].startswith("2 of 2 proven and as published")
    full, small = json.loads(report.read_text())
    assert (full["instance"], full["infeasible"], full["slots"]) == ("full", True, None)
    assert (full["proven"], full["breaks"], full["published"]) == (True, None, "infeasible")
    assert (small["instance"], small["infeasible"], small["proven"]) == ("small", False, True)
    assert (small["breaks"], small["lower_bound"], small["published"]) == (2, 2, 2)
    assert small["slots"][:2] == [1, 5]
    assert sorted(small["slots"][2:]) == [3, 4]
    assert small["seconds"] >= small["seconds_to_best"] >= 0


def test_what_differs_is_marked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(folder, "small,0", "full,3")
    code, out, _ = run(capsys, "bench", "b2bsp", folder, "--workers", 1)
    assert code == 1
    assert [line.split()[0] for line in out.splitlines() if line.endswith("DIFFERS")] == [
        "full",
        "small",
    ]


def test_without_publication_a_proof_is_enough(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "bench", "b2bsp", folder, "--names", "small", "--workers", 1)
    assert code == 0
    assert out.splitlines()[-1].startswith("1 of 1 proven")


@pytest.mark.parametrize("seed", range(3))
def test_other_names_and_orders_have_the_same_optimum(folder: Path, seed: int) -> None:
    path = folder / "small.dzn"
    outcome = b2bsp.run(path, 2, seconds=60, seed=seed, workers=1, shuffle=True)
    assert outcome.agrees
    assert outcome.slots is not None
    assert b2bsp._breaks(read_dzn(path), outcome.slots) == 2


def test_a_shuffled_problem_is_the_same_problem(folder: Path) -> None:
    problem = read_dzn(folder / "small.dzn")
    other, at = b2bsp.shuffled(problem, 5)
    assert check_problem(other) == []
    assert other != problem

    def meeting(of: Problem, n: int) -> tuple[object, ...]:
        request = of.requests[n]
        slots = {party.id: party.slots for party in of.parties}
        parties = sorted(str(slots[party]) for party in request.parties)
        return (parties, request.slots, request.fixed_slot, len(request.after))

    assert [meeting(other, n) for n in at] == [
        meeting(problem, n) for n in range(len(problem.requests))
    ]


def test_a_folder_without_instances(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "bench", "b2bsp", tmp_path)
    assert code == 2
    assert err == f"rendezvous: {tmp_path}: no .dzn file\n"


def test_optima_that_cannot_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(folder, "small,few")
    code, _, err = run(capsys, "bench", "b2bsp", folder)
    assert code == 2
    assert "published_optima.csv, line 2: give columns" in err


QUICK = ("tic-12.original", "tic-12.forb0003", "tic-12.fixed020-Forb", "forumt-14crafd.original")


@pytest.mark.published
@pytest.mark.skipif(FOLDER is None, reason="RENDEZVOUS_B2B_DIR names no folder")
@pytest.mark.parametrize("name", QUICK)
def test_published_optima_are_reached_and_proven(name: str) -> None:
    (found,) = b2bsp.instances(Path(str(FOLDER)), name)
    outcome = b2bsp.run(*found, seconds=120, seed=0, workers=1, shuffle=False)
    assert outcome.agrees, b2bsp.line(outcome)
