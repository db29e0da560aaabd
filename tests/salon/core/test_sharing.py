"""The head of every page: its address in each language, and what its link shows."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def head(path, **headers):
    html = Client(**headers).get(path).content.decode()
    return html[: html.index("</head>")]


def links(html):
    return re.findall(
        r'<link rel="(canonical|alternate)"(?: hreflang="([\w-]+)")? href="(.*?)"', html
    )


def test_a_page_names_itself_in_every_language_without_its_filters():
    factories.edition(slug="fair")
    site = "http://testserver"
    prefixes = {code: "" if code == "fr" else f"{code}/" for code, _name in settings.LANGUAGES}
    for language, prefix in prefixes.items():
        found = links(head(f"/{prefix}fair/parties/?q=x&page=2"))
        assert found == [
            ("canonical", "", f"{site}/{prefixes[language]}fair/parties/"),
            *[
                ("alternate", code, f"{site}/{before}fair/parties/")
                for code, before in prefixes.items()
            ],
            ("alternate", "x-default", f"{site}/fair/parties/"),
        ]


def test_what_a_link_shows_is_what_the_page_says():
    factories.edition(slug="fair", name={"en": 'Fair "25" & co'}, theme={"en": "Drones"})
    html = head("/en/fair/")
    said = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)">', html))
    assert said == {
        "og:type": "website",
        "og:site_name": "Fair &quot;25&quot; &amp; co",
        "og:locale": "en_GB",
        "og:url": "http://testserver/en/fair/",
        "og:title": "Fair &quot;25&quot; &amp; co – Drones",
        "og:description": "Fair &quot;25&quot; &amp; co, 11–14 November 2025. Drones",
        "og:image": "http://testserver/en/fair/card.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
    }


def test_a_page_that_does_not_exist_has_no_address_to_pass_on():
    html = head("/nowhere/")
    assert links(html) == []
    assert "og:" not in html
