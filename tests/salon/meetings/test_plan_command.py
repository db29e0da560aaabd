"""`salon plan`: run, publish, export, check, and what it answers when it cannot."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from rendezvous import codec, verify
from salon.meetings.management.display import PlanDisplay, gap
from salon.meetings.models import Meeting, PlanRun
from salon.meetings.planning import Progress
from tests.salon.meetings.small import Small


@pytest.fixture
def small(db):
    return Small()


def plan(small, do, **options):
    out = StringIO()
    call_command("plan", do, small.edition.slug, stdout=out, **options)
    return out.getvalue()


def test_run_publish_check(small):
    assert "3 of 3 requests, weight served 9 of at most 9 (proven)" in plan(small, "run", seconds=5)
    run = PlanRun.objects.get()
    assert plan(small, "publish") == (
        f"Publication 1: run {run.pk}, 3 meetings added, 0 moved, 0 cancelled, 0 kept\n"
    )
    assert plan(small, "check") == f"Publication 1, run {run.pk}: holds\n"


def test_publish_takes_the_last_run_or_the_one_named(small):
    first, _ = small.run(), small.run()
    plan(small, "publish")
    plan(small, "publish", run=first.pk)
    numbers = list(small.edition.publications.order_by("number").values_list("run", flat=True))
    assert numbers == [first.pk + 1, first.pk]


def test_export_takes_the_plan_in_force(small, tmp_path):
    first = small.publish().publication.run
    small.run(seed=1)
    files = {"problem": tmp_path / "p.json", "plan": tmp_path / "s.json"}
    assert plan(small, "export", **files).startswith(f"Run {first.pk}: ")
    exported = codec.read_plan(files["plan"])
    assert exported.seed == 0
    assert verify(codec.read_problem(files["problem"]), exported).ok


def test_a_fault_ends_with_code_one(small):
    small.publish()
    Meeting.objects.filter(request__slug="closed").delete()
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("plan", "check", small.edition.slug, stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().splitlines()[0] == "  closed: planned, but not shown so"


def test_what_is_not_there(small):
    with pytest.raises(CommandError, match="no such plan: `salon plan run` makes one"):
        plan(small, "publish")
    with pytest.raises(CommandError, match="No plan is published"):
        plan(small, "check")
    with pytest.raises(CommandError, match=f"Known: {small.edition.slug}"):
        call_command("plan", "run", "nowhere")


def test_a_refusal_is_said_in_words(small):
    run = small.run()
    small.parties["guest"].available_slots.clear()
    with pytest.raises(CommandError) as refused:
        plan(small, "publish")
    assert str(refused.value) == (
        f"The data have changed since run {run.pk}: run the planner again, then publish."
    )


# --- progress -------------------------------------------------------------------------------------


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


STEPS = (
    Progress("weight", 4, 10, 0.1),
    Progress("weight", 4, 8, 0.2),
    Progress("weight", 8, 8, 0.3),
    Progress("breaks", 2, 0, 0.4),
)


def shown_on(stream):
    with PlanDisplay(stream) as display:
        for step in STEPS:
            display(step)
    return stream.getvalue()


def test_plain_lines_give_value_bound_and_gap_once_each():
    assert shown_on(StringIO()).splitlines() == [
        "   0.1 s  weight served: 4, bound 10, gap 60.00%",
        "   0.3 s  weight served: 8, bound 8, gap 0.00%",
        "   0.4 s  breaks in agendas: 2, bound 0, gap 100.00%",
    ]


def test_a_terminal_gets_a_bar_for_each_objective():
    text = shown_on(Terminal())
    assert "weight served" in text
    assert "8 of      8" in text
    assert "breaks in agendas" in text


@pytest.mark.parametrize(("value", "bound", "share"), [(0, 0, 0.0), (8, 10, 0.2), (3, 0, 1.0)])
def test_gap(value, bound, share):
    assert gap(value, bound) == share
