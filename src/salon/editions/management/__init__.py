"""What commands of several apps need to be told which edition they are about."""

from django.core.management.base import CommandError

from salon.editions.models import Edition


def edition_named(slug: str) -> Edition:
    """The edition of that name; `CommandError`, with those there are, if there is none."""
    edition = Edition.objects.filter(slug=slug).first()
    if edition is None:
        known = ", ".join(Edition.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no edition {slug!r}. Known: {known}.")
    return edition
