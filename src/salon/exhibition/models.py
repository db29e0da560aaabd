"""Who exhibits what, and where it stands.

An exhibitor is an organisation in one edition. What it shows are catalogue entries; each waits for
an organiser's review, and so does its own page. Files lie in the media store under their digest.
"""

from django.db import models
from django.db.models import Q

from salon.core.fields import SearchKeyField, TranslatedField
from salon.core.models import Sourced
from salon.directory.models import Organisation
from salon.editions.models import Edition, Space
from salon.exhibition.choices import Category, Control, Review


class Stand(Sourced):
    """A numbered stand of an edition, in a hall or outdoors, and who holds it.

    `x` and `y` are its corner and `width` and `depth` its sides on the plan of its venue, in
    decimetres; all four are null while it has no place on the plan.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="stands")
    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="stands")
    number = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="stands")
    x = models.PositiveIntegerField(null=True, blank=True)
    y = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    depth = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["edition", "number"], name="exhibition_stand_number"),
            models.CheckConstraint(
                condition=Q(x=None, y=None, width=None, depth=None)
                | Q(x__isnull=False, y__isnull=False, width__gt=0, depth__gt=0),
                name="exhibition_stand_on_plan",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Exhibitor(Sourced):
    """An organisation that exhibits in an edition, and what its page says of it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="exhibitors")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="exhibitors"
    )
    slug = models.SlugField()
    summary = TranslatedField(blank=True)
    website = models.URLField(blank=True)
    review = models.CharField(max_length=16, choices=Review, default=Review.DRAFT)

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(
                fields=["edition", "organisation"], name="exhibition_exhibitor_once"
            ),
            models.UniqueConstraint(fields=["edition", "slug"], name="exhibition_exhibitor_slug"),
        ]

    def __str__(self) -> str:
        return self.slug


class Equipment(Sourced):
    """A catalogue entry. `languages` (ISO 639-1) are those its papers and presenters speak."""

    exhibitor = models.ForeignKey(Exhibitor, on_delete=models.CASCADE, related_name="equipment")
    slug = models.SlugField()
    name = TranslatedField()
    category = models.CharField(max_length=16, choices=Category)
    control = models.CharField(max_length=4, choices=Control, blank=True)
    summary = TranslatedField(blank=True)
    languages = models.JSONField(default=list)
    review = models.CharField(max_length=16, choices=Review, default=Review.DRAFT)
    search_key = SearchKeyField(of="name")

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.UniqueConstraint(fields=["exhibitor", "slug"], name="exhibition_equipment_slug"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Characteristic(models.Model):
    """A line of an entry's data sheet, in the order it is shown; figures carry their unit."""

    equipment = models.ForeignKey(
        Equipment, on_delete=models.CASCADE, related_name="characteristics"
    )
    position = models.PositiveSmallIntegerField()
    label = TranslatedField()
    value = TranslatedField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["equipment", "position"], name="exhibition_characteristic_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


class Picture(models.Model):
    """A picture of an entry: `digest` (SHA-256 of what was uploaded) names its files, one for each
    of `widths` in AVIF and in WebP. `width` and `height` are those of the original, in pixels."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="pictures")
    position = models.PositiveSmallIntegerField(default=0)
    alt = TranslatedField()
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(width__gt=0, height__gt=0), name="exhibition_picture_size"
            ),
        ]

    def __str__(self) -> str:
        return str(self.alt)


class Brochure(models.Model):
    """A PDF about an entry, in one language; `size` in bytes."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="brochures")
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["equipment", "language"], name="exhibition_brochure_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.digest[:12]}"


class Shape(models.Model):
    """The 3D model of an entry: a checked glTF binary and its poster, each under its digest.

    `size` in bytes; `width`, `height` and `depth` are its extent along X, Y, Z, in mm. The poster
    is 4 : 3; its files are named as those of a picture, one for each of `poster_widths`.
    """

    equipment = models.OneToOneField(Equipment, on_delete=models.CASCADE, related_name="shape")
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    triangles = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    depth = models.PositiveIntegerField()
    poster = models.CharField(max_length=64, blank=True)
    poster_widths = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.triangles} triangles, {self.size} bytes"


class Hotspot(models.Model):
    """A point of a model worth a word: `position` and `normal` are "x y z" in metres."""

    shape = models.ForeignKey(Shape, on_delete=models.CASCADE, related_name="hotspots")
    label = TranslatedField()
    position = models.CharField(max_length=60)
    normal = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.label)
