import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.editions.management import edition_named
from salon.editions.models import Edition
from salon.meetings import services
from salon.meetings.choices import PLANNING_SECONDS
from salon.meetings.management.display import OBJECTIVES, PlanDisplay
from salon.meetings.models import PlanRun, Publication


class Command(BaseCommand):
    help = "Plan the meetings of an edition, publish the plan, export it, check it."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="do", required=True)
        run = actions.add_parser("run", help="compute a plan and keep it, unpublished")
        run.add_argument("--seconds", type=float, default=PLANNING_SECONDS)
        run.add_argument("--seed", type=int, default=0)
        publish = actions.add_parser("publish", help="make a run the plan in force")
        export = actions.add_parser(
            "export", help="write problem and plan as JSON, closed-door meetings included"
        )
        export.add_argument("--problem", type=Path, required=True)
        export.add_argument("--plan", type=Path, required=True)
        for action in (publish, export):
            action.add_argument("--run", type=int, help="number of a run")
        check = actions.add_parser("check", help="judge the plan in force; exit code 1 on a fault")
        for action in (run, publish, export, check):
            action.add_argument("edition")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = edition_named(options["edition"])
        actor = Actor.operator(getpass.getuser())
        try:
            with override("en"):
                getattr(self, f"do_{options['do']}")(actor, edition, options)
        except DomainError as error:
            with override("en"):
                raise CommandError(str(error)) from error

    def do_run(self, actor: Actor, edition: Edition, options: dict[str, Any]) -> None:
        with PlanDisplay(self.stdout) as display:  # type: ignore[arg-type]  # it is a stream
            run = services.run_plan(
                actor=actor,
                edition=edition,
                seconds=options["seconds"],
                seed=options["seed"],
                progress=display,
            )
        self.stdout.write(summary(run))

    def do_publish(self, actor: Actor, edition: Edition, options: dict[str, Any]) -> None:
        run = self._run(actor, edition, options["run"])
        published = services.publish_plan(actor=actor, run=run)
        changes = published.changes
        self.stdout.write(
            f"Publication {published.publication.number}: run {run.pk}, {changes.added} meetings "
            f"added, {changes.moved} moved, {changes.cancelled} cancelled, {changes.kept} kept"
        )

    def do_export(self, actor: Actor, edition: Edition, options: dict[str, Any]) -> None:
        last = Publication.objects.filter(edition=edition).order_by("-number").first()
        in_force = last.run_id if last else None
        run = self._run(actor, edition, options["run"] or in_force)
        problem, plan = options["problem"], options["plan"]
        services.export_plan(actor=actor, run=run, problem=problem, plan=plan)
        self.stdout.write(f"Run {run.pk}: {problem} and {plan}; closed-door meetings are in them")

    def do_check(self, actor: Actor, edition: Edition, options: dict[str, Any]) -> None:
        last = Publication.objects.filter(edition=edition).order_by("-number").first()
        if last is None:
            raise CommandError("No plan is published: `salon plan run`, then `salon plan publish`.")
        faults = services.check_publication(actor=actor, publication=last)
        for fault in faults:
            self.stdout.write(f"  {fault}")
        verdict = f"{len(faults)} faults" if faults else "holds"
        self.stdout.write(f"Publication {last.number}, run {last.run_id}: {verdict}")
        if faults:
            raise SystemExit(1)

    def _run(self, actor: Actor, edition: Edition, number: int | None) -> PlanRun:
        """The run of that number, else the last one that has a plan."""
        runs = services.finished_runs(actor=actor, edition=edition)
        run = runs.first() if number is None else runs.filter(pk=number).first()
        if run is None:
            raise CommandError("There is no such plan: `salon plan run` makes one.")
        return run


def summary(run: PlanRun) -> str:
    """One line about a finished run."""
    figures = run.figures
    weight = next(stage for stage in figures["objectives"] if stage["name"] == "weight")
    proof = "proven" if weight["proven"] else f"gap {weight['gap']:.2%}"
    return (
        f"Run {run.pk}: {figures['served']} of {figures['requests']} requests, "
        f"{OBJECTIVES['weight']} {weight['value']} of at most {weight['bound']} ({proof}), "
        f"{figures['seconds']:.1f} s"
    )
