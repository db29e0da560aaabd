"""The files of a catalogue entry: pictures, brochures, its 3D model.

Each is checked before anything is written. Files are named by what is in them, so that writing one
twice changes nothing, and a row that refers to them is written last: a failure leaves at most a
file that nobody can see. What somebody other than a reviewer adds to a published entry sends the
entry back to be reviewed.
"""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Final, NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from salon.core import services as journal
from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.core.permissions import Permission, allowed, require
from salon.exhibition.choices import Review
from salon.exhibition.models import Brochure, Equipment, Hotspot, Picture, Shape
from salon.exhibition.selectors.media import brochure_name, drawn_name, model_name, path_of
from salon.exhibition.services import glb
from salon.exhibition.services.pictures import Drawing, draw

LARGEST_BROCHURE: Final = 10_000_000  # bytes


#: What a change by somebody other than a reviewer does to an entry. One that waits has to be sent
#: in again: an organiser may be looking at it as it was.
_REVIEWED_AGAIN: Final = {
    Review.SUBMITTED: Review.DRAFT,
    Review.APPROVED: Review.SUBMITTED,
}


class Point(NamedTuple):
    """Something worth a word on a model: texts by language, "x y z" in metres."""

    label: Mapping[str, str]
    position: str
    normal: str


def add_picture(
    *, actor: Actor, equipment: Equipment, data: bytes, alt: Mapping[str, str]
) -> Picture:
    """Add a picture after those there are; `alt` says what it shows, by language.

    :raises DomainError: `picture.…` when it cannot be taken.
    """
    require(actor, Permission.EQUIPMENT_SUBMIT, equipment)
    drawing, digest = draw(data=data), sha256(data).hexdigest()
    _keep_drawing(digest, drawing)
    with transaction.atomic():
        last = equipment.pictures.aggregate(last=Max("position"))["last"]
        picture = Picture.objects.create(
            equipment=equipment,
            position=0 if last is None else last + 1,
            alt=dict(alt),
            digest=digest,
            width=drawing.width,
            height=drawing.height,
            widths=drawing.widths,
        )
        _record(actor, equipment, "equipment.picture", digest)
    return picture


def put_brochure(*, actor: Actor, equipment: Equipment, data: bytes, language: str) -> Brochure:
    """The brochure of an entry in one language (ISO 639-1), in place of the one there was.

    :raises DomainError: `brochure.size` or `brochure.type`.
    """
    require(actor, Permission.EQUIPMENT_SUBMIT, equipment)
    if len(data) > LARGEST_BROCHURE:
        raise DomainError(
            "brochure.size",
            _("This brochure has %(size)d MB, of %(most)d allowed: save it smaller."),
            size=-(-len(data) // 1_000_000),
            most=LARGEST_BROCHURE // 1_000_000,
        )
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise DomainError("brochure.type", _("This brochure is no whole PDF file: save it as PDF."))
    brochure = Brochure(language=language, digest=sha256(data).hexdigest(), size=len(data))
    _keep(brochure_name(brochure), data)
    with transaction.atomic():
        brochure, _made = Brochure.objects.update_or_create(
            equipment=equipment,
            language=language,
            defaults={"digest": brochure.digest, "size": brochure.size},
        )
        _record(actor, equipment, "equipment.brochure", brochure.digest)
    return brochure


def put_shape(
    *,
    actor: Actor,
    equipment: Equipment,
    data: bytes,
    poster: bytes = b"",
    hotspots: Collection[Point] = (),
) -> tuple[Shape, glb.Model]:
    """The 3D model of an entry (a GLB), in place of the one there was; `poster` is a picture of it.

    Returns the row and what was found in the file, with advice.

    :raises DomainError: `glb.…`, `picture.…` or `poster.shape` when they cannot be taken.
    """
    require(actor, Permission.EQUIPMENT_SUBMIT, equipment)
    model = glb.check(data=data)
    shape = Shape(
        equipment=equipment,
        digest=sha256(data).hexdigest(),
        size=model.size,
        triangles=model.triangles,
        width=model.width,
        height=model.height,
        depth=model.depth,
    )
    if poster:
        drawing = draw_poster(data=poster)
        shape.poster, shape.poster_widths = sha256(poster).hexdigest(), drawing.widths
        _keep_drawing(shape.poster, drawing)
    _keep(model_name(shape), data)
    with transaction.atomic():
        Shape.objects.filter(equipment=equipment).delete()
        shape.save()
        Hotspot.objects.bulk_create(
            Hotspot(shape=shape, label=dict(each.label), position=each.position, normal=each.normal)
            for each in hotspots
        )
        _record(actor, equipment, "equipment.shape", shape.digest)
    return shape, model


def draw_poster(*, data: bytes) -> Drawing:
    """A poster that somebody made, ready to be kept.

    :raises DomainError: `picture.…` or `poster.shape` when it cannot be taken.
    """
    drawing = draw(data=data)
    if abs(drawing.width * 3 - drawing.height * 4) > 8:
        raise DomainError(
            "poster.shape",
            _("A poster is 4 : 3, such as 1280 × 960 pixels; this one is %(width)d × %(height)d."),
            width=drawing.width,
            height=drawing.height,
        )
    return drawing


def _keep_drawing(digest: str, drawing: Drawing) -> None:
    for (width, kind), data in drawing.files.items():
        _keep(drawn_name(digest, width, kind), data)


def _keep(name: str, data: bytes) -> None:
    path = path_of(name)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))


def _record(actor: Actor, equipment: Equipment, action: str, digest: str) -> None:
    """Write it down; what the public has been shown after a review is reviewed again."""
    if not allowed(actor, Permission.EQUIPMENT_REVIEW):
        same = Equipment.objects.filter(pk=equipment.pk)
        for before, after in _REVIEWED_AGAIN.items():
            if same.filter(review=before).update(review=after):
                equipment.review = after
                break
    journal.record(
        actor=actor,
        stream=equipment.exhibitor.edition.slug,
        action=action,
        subject=journal.subject_of(equipment),
        data={"digest": digest},
    )
