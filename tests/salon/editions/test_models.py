from datetime import date

import pytest
from django.db import IntegrityError, transaction

from salon.editions.models import Edition, KeyDate, TravelTime
from tests import factories
from tests.constraints import refused

pytestmark = pytest.mark.django_db


def test_a_row_is_sourced_or_fictional():
    factories.edition(fictional=False, source="Journal, 12 novembre 2025")
    with refused("editions_edition_sourced"):
        factories.edition(fictional=False, source="")


def test_an_edition_does_not_end_before_it_starts():
    with refused("editions_edition_dates"):
        factories.edition(starts=date(2025, 11, 2), ends=date(2025, 11, 1))
    assert Edition.objects.count() == 0


def test_travel_time_is_kept_once_per_pair():
    a, b = factories.venue(), factories.venue()
    TravelTime.objects.create(a=a, b=b, minutes=75, fictional=True)
    with refused("editions_travel_ordered"):
        TravelTime.objects.create(a=b, b=a, minutes=75, fictional=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        TravelTime.objects.create(a=a, b=b, minutes=80, fictional=True)


@pytest.mark.parametrize(
    ("precision", "starts", "kept"),
    [
        ("day", None, True),
        ("month", None, True),
        ("minute", factories.NINE, True),
        ("minute", None, False),
        ("day", factories.NINE, False),
    ],
)
def test_a_key_date_says_no_more_than_is_known(precision, starts, kept):
    values = {
        "edition": factories.edition(),
        "kind": "briefing",
        "title": {"fr": "Briefing"},
        "precision": precision,
        "first_day": date(2025, 12, 15),
        "last_day": date(2025, 12, 15),
        "starts": starts,
        "fictional": True,
    }
    if kept:
        assert KeyDate.objects.create(**values).precision == precision
    else:
        with refused("editions_keydate_precision"):
            KeyDate.objects.create(**values)
