"""What a browser is told to keep for reading without a network."""

import json
import re

import pytest

from salon.core import views

pytestmark = pytest.mark.django_db


def script(client):
    response = client.get("/sw.js")
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    return response.text


def test_the_worker_knows_the_shell_and_the_page_for_no_network_in_every_language(client):
    text = script(client)
    constants = dict(re.findall(r"^const (ASSETS|OFFLINE) = (\[.*\]);$", text, re.M))
    assert json.loads(constants["ASSETS"]) == [
        "/static/core/salon.css",
        "/static/core/grids.css",
        "/static/core/icon.svg",
        "/static/core/offline.js",
    ]
    assert json.loads(constants["OFFLINE"]) == [
        "/offline/",
        "/en/offline/",
        "/tr/offline/",
        "/ru/offline/",
    ]


def test_new_files_make_a_new_version(client, monkeypatch):
    version = re.compile(r'SHELL = "salon-shell-([0-9a-f]{12})"')
    before = version.search(script(client))
    monkeypatch.setattr(views, "SHELL", ("core/salon.css",))
    after = version.search(script(client))
    assert before is not None
    assert after is not None
    assert before[1] != after[1]


def test_the_manifest_names_the_site_in_the_reader_s_language(client):
    french, english = (
        client.get(f"{prefix}/manifest.webmanifest").json() for prefix in ("", "/en")
    )
    assert (french["lang"], french["start_url"]) == ("fr", "/")
    assert (english["lang"], english["start_url"]) == ("en", "/en/")
    assert french["icons"] == [
        {"src": "/static/core/icon.svg", "sizes": "any", "type": "image/svg+xml"}
    ]
