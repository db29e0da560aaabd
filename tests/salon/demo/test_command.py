"""`salon demo`: fills what is empty, finishes what was interrupted, destroys nothing."""

import functools
import socket
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from salon.core.actor import Actor
from salon.core.models import JournalEntry
from salon.demo.generator import generate, models
from salon.demo.management.commands import demo
from salon.editions.models import Edition
from salon.exhibition.models import Shape
from salon.exhibition.selectors.media import brochure_name, get_file
from salon.meetings import planning
from salon.meetings.models import Meeting, PlanRun, Publication
from tests.salon.demo.rows import SMALL, digest, small_edition

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    monkeypatch.setattr(demo, "generate", functools.partial(generate, scale=SMALL))
    monkeypatch.setattr(models, "POSTER", (320, 240))  # quick to draw


def run() -> list[str]:
    out = StringIO()
    call_command("demo", seconds=3, no_serve=True, stdout=out)
    return out.getvalue().splitlines()


def test_from_nothing_to_a_published_plan():
    said = run()
    assert said[:5] == [
        "BAMEX’25: loading the demonstration edition",
        "Drawing 2 3D models and their posters",
        "  1 of 2  Minare 18 communications mast",
        "  2 of 2  Seyir driving simulator cabin",
        "Planning its meetings, for 3 seconds at most",
    ]
    plan = PlanRun.objects.get()
    served = len(plan.result["assignments"])
    weight = plan.figures["objectives"][1]["value"]
    assert said[-1] == (
        f"Run {plan.pk}: {served} of 52 requests, weight served {weight} of at most {weight} "
        f"(proven), {plan.result['seconds']:.1f} s"
    )
    moved = [line for line in said if "weight served:" in line]
    assert moved[-1].endswith(f"weight served: {weight}, bound {weight}, gap 0.00%")
    assert Meeting.objects.count() == served
    assert Publication.objects.get().unmet.count() == 52 - served
    assert planning.check(problem=plan.problem, result=plan.result) == []


def test_what_has_a_model_has_a_picture_and_a_sheet_in_two_languages():
    run()
    for shape in Shape.objects.all():
        entry = shape.equipment
        assert [sorted(picture.alt) for picture in entry.pictures.all()] == [
            ["en", "fr", "ru", "tr"]
        ]
        sheets = {
            each.language: get_file(
                actor=Actor.public(), edition=entry.exhibitor.edition, name=brochure_name(each)
            ).read()
            for each in entry.brochures.all()
        }
        texts = {
            language: PdfReader(BytesIO(data)).pages[0].extract_text()
            for language, data in sheets.items()
        }
        assert sorted(texts) == ["en", "fr"]
        for language, text in texts.items():
            assert entry.name[language].split()[0] in text
        assert "inventés" in texts["fr"]
    assert Shape.objects.count() == 2


def test_a_second_time_keeps_everything():
    run()
    before = digest()
    assert run() == []
    assert digest() == before


def test_after_an_interruption_the_next_call_finishes(monkeypatch):
    plan = planning.plan

    def interrupt(**given):
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "plan", interrupt)
    with pytest.raises(KeyboardInterrupt):
        run()
    edition = Edition.objects.get()
    monkeypatch.setattr(planning, "plan", plan)
    assert run()[0] == "Planning its meetings, for 3 seconds at most"
    assert Publication.objects.get().edition == edition
    assert sorted(PlanRun.objects.values_list("status", flat=True)) == ["failed", "optimal"]


def test_a_run_that_was_not_published_yet_is_not_computed_again():
    edition = small_edition()
    call_command("plan", "run", edition.slug, seconds=3, stdout=StringIO())
    said = run()
    assert (said[0], len(said)) == ("Drawing 2 3D models and their posters", 4)
    assert said[-1].startswith("Run ")
    assert (PlanRun.objects.count(), Publication.objects.count()) == (1, 1)


def test_a_port_that_is_taken_is_said_before_any_work(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"Port {port} on 127.0.0.1 cannot be used"):
            call_command("demo", stdout=StringIO())
    assert (Edition.objects.count(), JournalEntry.objects.count()) == (0, 0)


def test_it_ends_by_serving(monkeypatch):
    calls = []

    def call(name, *args, **options):
        calls.append((name, options))

    small_edition()
    call_command("plan", "run", "bamex25", seconds=3, stdout=StringIO())
    monkeypatch.setattr(demo, "call_command", call)
    out = StringIO()
    call_command("demo", stdout=out)
    assert [name for name, _ in calls] == ["serve", "migrate", "serve"]
    assert calls[0] == ("serve", {"check_port": True})
    assert out.getvalue().splitlines()[-1] == (
        "The site is read-only, and open to anyone on this machine. Ctrl-C ends it."
    )
