"""What exhibitors are told of a model before they send it in."""

import pytest
from django.test import Client
from django.utils.translation import override

from salon.core.errors import DomainError
from salon.exhibition.services import glb
from salon.portal.views import prepare
from tests import factories
from tests.salon.exhibition.glbs import block

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    return factories.edition(slug="fair")


def check(data, language=""):
    return Client().post(
        f"{language}/fair/showroom/prepare/check/", data, content_type="application/octet-stream"
    )


def test_the_page_says_the_limits_and_is_not_kept(fair):
    answer = Client().get("/en/fair/showroom/prepare/")
    assert "200,000 triangles at most" in answer.content.decode()
    assert f'data-most="{glb.LARGEST}"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_good_model_gets_its_figures(fair):
    answer = check(block().bytes(), "/en")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "size": "1\N{NO-BREAK SPACE}kB",
            "triangles": "12",
            "sides": "4,000 × 6,000 × 2,000\N{NO-BREAK SPACE}mm",
            "advice": [],
        },
    )


def test_a_bad_one_is_refused_in_the_reader_s_language(fair):
    answer = check(b"PK\x03\x04 a USDZ")
    with override("fr"), pytest.raises(DomainError) as refusal:
        glb.check(data=b"PK\x03\x04 a USDZ")
    assert (answer.status_code, answer.json()) == (
        422,
        {"code": "glb.zip", "message": str(refusal.value)},
    )


def test_no_more_is_read_than_what_is_needed_to_refuse_it(fair):
    answer = check(block().bytes() + bytes(glb.LARGEST))
    assert (answer.status_code, answer.json()["code"]) == (422, "glb.size")


def test_a_page_of_another_site_cannot_send_one(fair):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(
        "/fair/showroom/prepare/check/", b"", content_type="application/octet-stream"
    )
    assert answer.status_code == 403


def test_one_model_is_checked_at_a_time(fair):
    with prepare._one_at_a_time:
        busy = check(block().bytes())
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    assert check(block().bytes()).status_code == 200
