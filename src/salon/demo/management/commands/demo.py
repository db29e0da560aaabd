import getpass
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.demo.generator import generate, loaded
from salon.demo.generator.models import add_models, missing_models
from salon.editions.models import Edition
from salon.meetings.choices import PLANNING_SECONDS
from salon.meetings.models import Publication


class Command(BaseCommand):
    help = (
        "Fill an empty database with the demonstration edition, plan its meetings, publish them "
        "and serve the site. What is there already is kept, and what was interrupted is finished."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=PLANNING_SECONDS, help="for planning")
        parser.add_argument("--no-serve", action="store_true", help="end once the site is ready")

    def handle(self, *args: Any, **options: Any) -> None:
        serve = not options["no_serve"]
        if serve:
            call_command("serve", check_port=True)
        call_command("migrate", verbosity=0, interactive=False)
        try:
            with override("en"):
                self._fill(Actor.operator(getpass.getuser()), options["seconds"])
        except DomainError as error:
            with override("en"):
                raise CommandError(str(error)) from error
        if serve:
            self.stdout.write(
                "The site is read-only, and open to anyone on this machine. Ctrl-C ends it."
            )
            self.stdout.flush()
            call_command("serve")

    def _fill(self, actor: Actor, seconds: float) -> None:
        """Each step is one transaction: whatever is missing is done, nothing is done twice."""
        edition = loaded()
        if edition is None:
            self.stdout.write("BAMEX’25: loading the demonstration edition")
            self.stdout.flush()
            edition = generate(actor=actor)
        self._draw(actor, edition)
        if not Publication.objects.filter(edition=edition).exists():
            self._plan(actor, edition, seconds)

    def _draw(self, actor: Actor, edition: Edition) -> None:
        missing = len(missing_models(edition))
        if missing:
            self.stdout.write(f"Drawing {missing} 3D models and their posters")
            self.stdout.flush()
        for number, name in enumerate(add_models(actor=actor, edition=edition), 1):
            self.stdout.write(f"  {number} of {missing}  {name}")
            self.stdout.flush()

    def _plan(self, actor: Actor, edition: Edition, seconds: float) -> None:
        # The engine takes seconds to import: a second start does not wait for it.
        from salon.meetings.management.commands.plan import summary
        from salon.meetings.management.display import PlanDisplay
        from salon.meetings.services import finished_runs, publish_plan, run_plan

        run = finished_runs(actor=actor, edition=edition).first()
        if run is None:
            self.stdout.write(f"Planning its meetings, for {seconds:.0f} seconds at most")
            self.stdout.flush()
            with PlanDisplay(self.stdout) as display:  # type: ignore[arg-type]  # it is a stream
                run = run_plan(actor=actor, edition=edition, seconds=seconds, progress=display)
        publish_plan(actor=actor, run=run)
        self.stdout.write(summary(run))
        self.stdout.flush()
