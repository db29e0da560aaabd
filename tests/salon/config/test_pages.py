"""What every answer carries, whatever the page."""

import pytest
from django.test import Client
from django.utils.translation import override

from salon.core.context import site
from tests import factories

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def test_a_page_that_has_not_changed_keeps_the_policy_it_came_with(client):
    factories.shape(
        equipment=factories.equipment(
            exhibitor=factories.exhibitor(edition=factories.edition(slug="fair"), slug="firm"),
            slug="radar",
        )
    )
    url = "/fair/exhibitors/firm/radar/"
    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first.headers["ETag"]})
    assert "blob:" in first.headers["Content-Security-Policy"]
    assert (again.status_code, again.headers.get("Content-Security-Policy")) == (304, None)


@pytest.mark.parametrize("path", ["/healthz", "/", "/nothing/here", "/en/nothing/here"])
def test_every_answer_is_protected(client, path):
    factories.edition()
    headers = client.get(path).headers
    assert {
        name: headers[name]
        for name in (
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
        )
    } == {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_healthz_asks_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_a_foreign_host_name_is_refused():
    assert Client(headers={"host": "evil.example"}).get("/healthz").status_code == 400


def test_a_page_links_to_itself_in_every_language(rf):
    factories.edition(slug="bamex25")
    with override("en"):
        context = site(rf.get("/en/?page=2"))
    assert context["edition"] is None
    assert [(each["code"], each["path"], each["current"]) for each in context["languages"]] == [
        ("fr", "/?page=2", False),
        ("en", "/en/?page=2", True),
        ("tr", "/tr/?page=2", False),
        ("ru", "/ru/?page=2", False),
    ]
    assert [each["name"] for each in context["languages"]] == [
        "français",
        "English",
        "Türkçe",
        "Русский",
    ]
