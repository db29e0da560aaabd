"""Organisations and people, known once for all editions."""

from django.db import models
from django.db.models import Q

from salon.core.fields import SearchKeyField, TranslatedField
from salon.core.models import Sourced
from salon.directory.choices import OrganisationKind


class Organisation(Sourced):
    """`country` is the ISO 3166-1 alpha-2 code, in capitals."""

    slug = models.SlugField(unique=True)
    name = TranslatedField()
    kind = models.CharField(max_length=16, choices=OrganisationKind)
    country = models.CharField(max_length=2)
    search_key = SearchKeyField(of="name")

    class Meta:
        constraints = [
            *Sourced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="directory_country_code"
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Person(Sourced):
    """`languages` are ISO 639-1 codes. Generated people are fictional and say so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=120)
    function = TranslatedField(blank=True)
    languages = models.JSONField(default=list)

    class Meta:
        constraints = [*Sourced.Meta.constraints]

    def __str__(self) -> str:
        return self.name
