import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.editions.management import edition_named
from salon.exhibition.models import Equipment
from salon.exhibition.selectors.visibility import visible_equipment
from salon.exhibition.services.files import add_picture, put_brochure


class Command(BaseCommand):
    help = "Put pictures and brochures (PDF) to an entry of the catalogue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition")
        parser.add_argument("entry", metavar="EXHIBITOR/ITEM")
        parser.add_argument("file", type=Path, metavar="FILE", help="JPEG, PNG, WebP, AVIF or PDF")
        parser.add_argument(
            "--alt",
            action="append",
            default=[],
            metavar="LANGUAGE=TEXT",
            help="what a picture shows, for those who do not see it; French is required, others "
            "may follow: --alt 'fr=Vue de face' --alt 'en=From the front'",
        )
        parser.add_argument(
            "--language",
            default=settings.LANGUAGE_CODE,
            choices=[code for code, _name in settings.LANGUAGES],
            help="of a brochure, in place of the one there was in it (default: %(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.operator(getpass.getuser())
        entry = _entry(actor, options["edition"], options["entry"])
        path: Path = options["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        with override("en"):
            try:
                if data.startswith(b"%PDF-"):
                    put_brochure(
                        actor=actor, equipment=entry, data=data, language=options["language"]
                    )
                else:
                    add_picture(actor=actor, equipment=entry, data=data, alt=_alt(options["alt"]))
            except DomainError as error:
                raise CommandError(f"{path.name}: {error}") from error
        self.stdout.write(f"{path.name}: taken")


def _entry(actor: Actor, edition: str, path: str) -> Equipment:
    found = edition_named(edition)
    firm, _, item = path.partition("/")
    entries = visible_equipment(actor=actor, edition=found).select_related("exhibitor__edition")
    entry = entries.filter(exhibitor__slug=firm, slug=item).first()
    if entry is None:
        raise CommandError(f"There is no entry {path!r}: `salon shape {edition}` lists them.")
    return entry


def _alt(given: list[str]) -> dict[str, str]:
    """By language; what is not `LANGUAGE=TEXT`, or lacks French, is refused."""
    texts = {}
    for each in given:
        language, sign, text = each.partition("=")
        if not sign or not text.strip() or language not in dict(settings.LANGUAGES):
            raise CommandError(f"--alt {each!r}: write LANGUAGE=TEXT, such as fr=Vue de face.")
        texts[language] = text.strip()
    if settings.LANGUAGE_CODE not in texts:
        raise CommandError("A picture needs words for those who do not see it: --alt 'fr=…'.")
    return texts
