import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from salon.core.actor import Actor
from salon.core.selectors import verify_chain
from salon.core.services import seal


class Command(BaseCommand):
    help = "Check that nobody has touched the journal, or seal what is waiting."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="do", required=True)
        verify = actions.add_parser("verify", help="recompute every seal; exit code 1 on a fault")
        verify.add_argument("--stream", help="only this stream")
        actions.add_parser("seal", help="seal the waiting entries now")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["do"] == "seal":
            self.stdout.write(f"{seal()} entries sealed")
            return
        reports = verify_chain(actor=Actor.operator(getpass.getuser()), stream=options["stream"])
        for report in reports:
            state = "intact" if report.intact else "BROKEN"
            self.stdout.write(
                f"{report.stream}: {state}, {report.sealed} entries under {report.seals} seals, "
                f"{report.pending} waiting"
            )
            for fault in report.faults:
                self.stdout.write(f"  {fault}")
        if not all(report.intact for report in reports):
            raise SystemExit(1)
