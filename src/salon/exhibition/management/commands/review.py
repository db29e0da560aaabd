import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.editions.management import edition_named
from salon.editions.models import Edition
from salon.exhibition.choices import Review
from salon.exhibition.models import Equipment, Exhibitor
from salon.exhibition.selectors.visibility import visible_equipment, visible_exhibitors
from salon.exhibition.services import reviews


class Command(BaseCommand):
    help = "List what exhibitors sent in, publish it, or send it back to be corrected."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition")
        action = parser.add_mutually_exclusive_group()
        action.add_argument(
            "--list", action="store_true", help="drafts and returned entries as well"
        )
        action.add_argument("--approve", metavar="ENTRY", help="EXHIBITOR or EXHIBITOR/ITEM")
        action.add_argument("--return", metavar="ENTRY", dest="send_back", help="needs --why")
        parser.add_argument("--why", default="", help="what has to be corrected")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = edition_named(options["edition"])
        actor = Actor.operator(getpass.getuser())
        with override("en"):
            try:
                if options["approve"]:
                    self._approve(actor, self._entry(actor, edition, options["approve"]))
                elif options["send_back"]:
                    entry = self._entry(actor, edition, options["send_back"])
                    self._send_back(actor, entry, options["why"])
                else:
                    self._list(actor, edition, everything=options["list"])
            except DomainError as error:
                raise CommandError(str(error)) from error

    def _approve(self, actor: Actor, entry: Exhibitor | Equipment) -> None:
        if isinstance(entry, Equipment):
            reviews.approve_equipment(actor=actor, equipment=entry)
        else:
            reviews.approve_exhibitor(actor=actor, exhibitor=entry)
        self.stdout.write(f"{_path(entry)}: {entry.get_review_display()}")

    def _send_back(self, actor: Actor, entry: Exhibitor | Equipment, why: str) -> None:
        if isinstance(entry, Equipment):
            reviews.return_equipment(actor=actor, equipment=entry, reason=why)
        else:
            reviews.return_exhibitor(actor=actor, exhibitor=entry, reason=why)
        self.stdout.write(f"{_path(entry)}: {entry.get_review_display()}")

    def _list(self, actor: Actor, edition: Edition, *, everything: bool) -> None:
        states = [Review.SUBMITTED]
        if everything:
            states += [Review.DRAFT, Review.RETURNED]
        exhibitors = visible_exhibitors(actor=actor, edition=edition).filter(review__in=states)
        equipment = visible_equipment(actor=actor, edition=edition).filter(review__in=states)
        entries: list[Exhibitor | Equipment] = [
            *exhibitors.order_by("slug"),
            *equipment.select_related("exhibitor").order_by("exhibitor__slug", "slug"),
        ]
        for entry in entries:
            name = f"  {entry.name}" if isinstance(entry, Equipment) else ""
            self.stdout.write(f"{_path(entry)}  {entry.get_review_display()}{name}")
        if not entries:
            self.stdout.write("Nothing waits for review.")

    def _entry(self, actor: Actor, edition: Edition, path: str) -> Exhibitor | Equipment:
        firm, _, item = path.partition("/")
        exhibitor = (
            visible_exhibitors(actor=actor, edition=edition)
            .filter(slug=firm)
            .select_related("edition")
            .first()
        )
        if exhibitor is not None and not item:
            return exhibitor
        if exhibitor is not None:
            equipment = exhibitor.equipment.filter(slug=item).first()
            if equipment is not None:
                equipment.exhibitor = exhibitor
                return equipment
        raise CommandError(f"There is no entry {path!r}: `salon review {edition.slug} --list`.")


def _path(entry: Exhibitor | Equipment) -> str:
    return f"{entry.exhibitor.slug}/{entry.slug}" if isinstance(entry, Equipment) else entry.slug
