"""The files of the demonstration's catalogue: 3D models made by script, a picture from behind and a
data sheet in two languages, put in as those of exhibitors are."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import Final

import typst
from django.utils.translation import override
from PIL import Image

from salon.core.actor import Actor
from salon.demo import shapes
from salon.demo.catalogue import ITEMS
from salon.demo.tongues import in_other_languages
from salon.editions.models import Edition
from salon.exhibition.choices import Category
from salon.exhibition.models import Equipment
from salon.exhibition.services.files import Point, add_picture, put_brochure, put_shape
from salon.exhibition.services.posters import View, poster

#: Sides of a poster and of a picture, in pixels.
POSTER: Final = (960, 720)
BEHIND: Final = View(azimuth=205, elevation=20)
SHEET: Final = Path(__file__).resolve().parent.parent / "brochure.typ"
UNDATED: Final = datetime(2025, 9, 1, tzinfo=UTC)
INVENTED: Final = {
    "fr": "Démonstration : cette fiche et ce qu’elle décrit sont inventés.",
    "en": "Demonstration: this sheet and what it describes were invented.",
}


def missing_models(edition: Edition) -> list[tuple[Equipment, str]]:
    """The entries that are to have a model and have none yet, each with the model's name."""
    named = {item.slug: item.model for item in ITEMS if item.model}
    entries = Equipment.objects.filter(
        exhibitor__edition=edition, slug__in=named, shape=None
    ).select_related("exhibitor__edition", "exhibitor__organisation")
    return [(entry, named[entry.slug]) for entry in entries.order_by("pk")]


def add_models(*, actor: Actor, edition: Edition) -> Iterator[str]:
    """Draw and put in what is missing, one after the other; yields the name of each entry.

    The model comes last: an entry that has one has the rest.
    """
    for entry, name in missing_models(edition):
        shape = shapes.shape(name)
        front = shapes.poster(name, width=POSTER[0], height=POSTER[1])
        if not entry.pictures.exists():
            behind = poster(data=shape.glb, view=BEHIND, width=POSTER[0], height=POSTER[1])
            add_picture(actor=actor, equipment=entry, data=_bytes(behind, "PNG"), alt=_alt(entry))
        for language in INVENTED:
            sheet = _brochure(entry, language, front)
            put_brochure(actor=actor, equipment=entry, data=sheet, language=language)
        put_shape(
            actor=actor,
            equipment=entry,
            data=shape.glb,
            poster=_bytes(front, "PNG"),
            hotspots=[
                Point(
                    {"fr": each.fr, "en": each.en, **in_other_languages(each.en)},
                    each.position,
                    each.normal,
                )
                for each in shape.hotspots
            ],
        )
        yield str(entry.name)


def _alt(entry: Equipment) -> dict[str, str]:
    pattern = {
        "fr": "{name}, vu de l’arrière",
        "en": "{name}, seen from behind",
        "tr": "{name}, arkadan görünüş",
        "ru": "{name}, вид сзади",
    }
    return {
        language: text.format(name=entry.name[language])
        for language, text in pattern.items()
        if language in entry.name
    }


def _bytes(drawn: Image.Image, form: str) -> bytes:
    written = BytesIO()
    drawn.save(written, form)
    return written.getvalue()


def _brochure(entry: Equipment, language: str, front: Image.Image) -> bytes:
    """A data sheet of one page (PDF)."""
    with override(language):
        data = {
            "language": language,
            "name": str(entry.name),
            "firm": str(entry.exhibitor.organisation.name),
            "category": str(Category(entry.category).label),
            "summary": str(entry.summary),
            "figures": [[str(row.label), str(row.value)] for row in entry.characteristics.all()],
            "label": INVENTED[language],
        }
    with TemporaryDirectory() as folder:
        sheet = Path(copy(SHEET, folder))
        sheet.with_name("poster.jpg").write_bytes(_bytes(front, "JPEG"))
        return bytes(
            typst.compile(
                sheet,
                root=Path(folder),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                timestamp=UNDATED,
            )
        )
