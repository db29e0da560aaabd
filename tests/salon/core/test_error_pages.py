"""What a reader sees when something is not there, not readable, or broken."""

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("broken/", broken)]


@pytest.mark.parametrize(
    ("address", "title", "home"),
    [
        ("/rien/ici/", "<h1>Page introuvable</h1>", 'href="/">Aller à l’accueil</a>'),
        ("/en/nothing/here/", "<h1>Page not found</h1>", 'href="/en/">Go to the home page</a>'),
    ],
)
def test_what_is_not_there_is_said_in_the_language_asked_for(
    client: Client, address: str, title: str, home: str
) -> None:
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 404
    assert title in html
    assert home in html


def test_a_request_that_cannot_be_read_gets_a_page_even_from_a_wrong_host() -> None:
    response = Client(headers={"host": "evil.example"}).get("/")
    assert response.status_code == 400
    assert "<h1>Demande non comprise</h1>" in response.content.decode()


@pytest.mark.urls("tests.salon.core.test_error_pages")
def test_a_failure_is_owned_up_to_in_every_language_with_nothing_else_to_fetch() -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/broken/")
    html = response.content.decode()
    assert response.status_code == 500
    assert "<h1>Le serveur a rencontré une erreur</h1>" in html
    assert re.findall(r'<section lang="(..)">\n<h2>(.*?)</h2>', html) == [
        ("en", "The server met an error"),
        ("tr", "Sunucuda bir hata oluştu"),
        ("ru", "На сервере произошла ошибка"),
    ]
    assert "<link" not in html
    assert "<script" not in html
    assert "on purpose" not in html
