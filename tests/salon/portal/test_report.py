"""The plan report and the list of unmet requests, as pages and as CSV."""

import csv
import html
import io
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from salon.core.actor import Actor
from salon.meetings.models import Place, UnmetRequest
from tests import factories
from tests.cast import CAST
from tests.salon.meetings.selectors.planned import planned
from tests.salon.portal.hidden import MARKER, guarded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def address(name, language="en"):
    with override(language):
        return reverse(f"portal:{name}", args=["planned"])


def get(name, language="en", **query):
    response = Client().get(address(name, language), query)
    assert response.status_code == 200
    return response


def body(name, language="en", **query):
    return get(name, language, **query).content.decode()


def words(text):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def row(text, identity):
    """The cells of one table row, as words."""
    found = re.search(rf'<tr role="row" id="{identity}">(.*?)</tr>', text, re.DOTALL)
    assert found, identity
    return [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", found[1], re.DOTALL)]


def listed(text):
    return [
        words(item) for item in re.findall(r"<li><h2>(.*?)(?:<details>.*?)?</li>", text, re.DOTALL)
    ]


# --- the report ---------------------------------------------------------------------------------


def test_a_proven_plan_says_so():
    planned()
    text = words(body("report"))
    assert "3 of 6 meetings asked for have their time and place." in text
    assert "No plan can serve more weight: that is proven." in text
    assert "weight served 21 no plan can pass 21" in text


def test_an_open_gap_is_told_in_plain_words():
    world = planned()
    run = world.publication.run
    run.figures["objectives"][1]["bound"] = 43
    run.save()
    text = words(body("report"))
    assert "A better plan could gain 2 in weight at most, 8.70% of the bound." in text
    assert "Valid plan, gap open" in text
    assert "the proof was not reached" in text


def test_objectives_in_rows():
    planned()
    text = body("report")
    title = "Weight served the sum of the weights of the meetings held"
    assert row(text, "objective-weight") == [title, "21", "21", "0.00%", "proven", "2.00"]
    title = "Parties below their guaranteed minimum as few as possible"
    assert row(text, "objective-below_minimum") == [title, "1", "0", "100.00%", "gap open", "0.50"]


def priced():
    world = planned()
    run = world.publication.run
    run.figures["prices"] = [
        {
            "guarantee": guarantee,
            "kept": kept,
            "weight": 20,
            "bound": bound,
            "free": 23,
            "free_bound": 23,
            "below": 1,
            "free_below": 4,
            "shortfall": 1,
            "free_shortfall": 6,
        }
        for guarantee, kept, bound in (("mandatory", True, 20), ("minimum", False, 22))
    ]
    run.save()
    return world


def test_what_guarantees_cost_without_what_only_some_may_count():
    priced()
    text = body("report")
    assert row(text, "price-mandatory") == ["Serving every mandatory request", "3"]
    title = "If the guaranteed minimums came before all weight"
    assert row(text, "price-minimum") == [title, "1 to 3"]
    french = words(body("report", "fr"))
    assert "Ce que coûtent les garanties" in french
    assert "de 1 à 3" in french


def test_no_guarantees_no_prices():
    planned()
    assert "What guarantees cost" not in body("report")


def test_kinds_reasons_days_and_who_is_short():
    planned()
    text = body("report")
    assert row(text, "kind-exhibitor") == ["Exhibitor", "1", "3", "2", "1", "", "18 / 23"]
    assert row(text, "kind-all") == ["All requests", "", "6", "3", "3", "", "21 / 32"]
    assert row(text, "reason-not_available") == ["Not available", "2", ""]
    assert row(text, "reason-party_full") == ["Full agenda", "1", ""]
    assert 'href="/en/planned/plan/requests/?reason=party_full"' in text
    assert row(text, "day-2025-11-11") == ["Tue 11 Nov", "3", ""]
    assert "Maison A fictional – 2 meetings of 3 guaranteed" in words(text)


def test_the_heat_map_leads_to_the_doors():
    planned()
    text = body("report")
    assert '<a href="/en/planned/places/tables/">' in text
    assert text.count('class="hx"') == 5  # the salon's four slots, and one when the tables close


def test_it_says_how_to_check():
    planned()
    text = words(body("report"))
    assert "salon plan export planned --problem problem.json --plan plan.json" in text
    assert "rendezvous check problem.json plan.json" in text
    assert "rendezvous 0.1" in text


def test_before_any_publication():
    factories.edition(slug="planned")
    assert "No plan is published yet." in words(body("report"))
    assert "No plan is published yet." in words(body("requests"))
    assert Client().get(address("requests"), {"format": "csv"}).status_code == 404


def test_the_latest_publication_counts():
    world = planned()
    factories.publication(edition=world.edition, number=2, run=world.publication.run)
    text = body("report")
    assert row(text, "kind-all")[2:5] == ["3", "3", "0"]
    assert "Every request is served." in words(text)
    assert "No. 2" in words(text)


def test_in_french():
    planned()
    text = words(body("report", "fr")).replace("\xa0", " ")
    assert "3 rencontres demandées sur 6 ont leur heure et leur lieu." in text
    assert "Aucun plan ne peut servir un poids plus grand : c’est prouvé." in text


# --- the list -----------------------------------------------------------------------------------


def test_every_unmet_request_with_its_reason():
    planned()
    text = body("requests")
    assert listed(text) == [
        "Maison A – Maison E Full agenda weight 5 Maison A has no room left: all 2 slots where it "
        "could have met Maison E are taken. The 2 meetings in the way weigh as much or more: 8 to "
        "10, against 5 for this one.",
        "Maison B – Maison C Not available weight 4 No slot could bring the two together.",
        "Maison D – Maison E Not available weight 2 No slot could bring the two together.",
    ]
    assert "3 requests not served" in words(text)


def test_names_lead_to_agendas_and_evidence_is_listed():
    planned()
    text = body("requests", reason="party_full")
    assert '<a href="/en/planned/parties/party-a/"' in text
    details = re.search(r"<details>(.*?)</details>", text, re.DOTALL)
    assert details
    assert [words(item) for item in re.findall(r"<li>(.*?)</li>", details[1])] == [
        "Tue 11 Nov, 9:00: Maison A – Maison B (weight 10), " + place_name(),
        "Tue 11 Nov, 9:30: Maison A – Maison C (weight 8), " + place_name(),
    ]


def place_name():
    with override("en"):
        return str(Place.objects.get(slug="tables").name)


def test_filters_are_kept_in_the_address():
    planned()
    text = body("requests", q="maison d", kind="ministry", reason="not_available", sort="name")
    assert [line.split(" Not")[0] for line in listed(text)] == ["Maison D – Maison E"]
    assert "1 request of 3 not served" in words(text)
    assert 'value="maison d"' in text
    for value in ("ministry", "not_available", "name"):
        assert f'<option value="{value}" selected>' in text
    query = "q=maison+d&amp;kind=ministry&amp;reason=not_available&amp;sort=name&amp;format=csv"
    assert f'href="?{query}"' in text


def test_what_cannot_be_asked_asks_for_nothing():
    planned()
    text = body("requests", kind="<script>", reason="nonsense", page="no", sort="x")
    assert len(listed(text)) == 3


def test_no_match_says_so():
    planned()
    text = words(body("requests", q="nobody"))
    assert "No unmet request matches. Show them all" in text
    assert "0 requests of 3 not served" in text


def many(world, number):
    for _ in range(number):
        a, b = (factories.party(edition=world.edition) for _ in range(2))
        request = factories.request(a=a, b=b, weight=1)
        factories.unmet(publication=world.publication, request=request)


def test_pages_keep_the_filters():
    world = planned()
    many(world, 20)
    text = body("requests", kind="exhibitor", page="2")
    assert len(listed(text)) == 1
    assert 'href="?kind=exhibitor&amp;page=1"' in text


def test_the_number_of_queries_is_the_same_for_one_and_three(django_assert_num_queries):
    world = planned()
    UnmetRequest.objects.exclude(request__slug="r-ae").delete()
    with django_assert_num_queries(12):
        get("requests")
    full = world.evidence([0, 1], "ab", "ac", party="party-a", limit=1)
    world.leave("ba", 1, "party_full", full)
    world.leave("ca", 1, "party_full", full)
    with django_assert_num_queries(12):
        assert len(listed(body("requests"))) == 3
    with django_assert_num_queries(12):
        get("report")


def test_what_anybody_sees_is_made_once_and_again_after_any_change(django_assert_num_queries):
    world = planned()
    factories.journal_entry()
    before = body("report")
    with django_assert_num_queries(2):
        assert body("report") == before
    world.requests["ab"].meeting.delete()
    factories.journal_entry()
    assert row(body("report"), "kind-all")[3] == "2"


def test_what_one_address_shows_is_not_kept_for_another():
    planned()
    factories.journal_entry()
    assert len(listed(body("requests"))) == 3
    assert len(listed(body("requests", reason="party_full"))) == 1
    assert "Requests not served" in body("requests")
    assert "Demandes non servies" in body("requests", "fr")


def test_nothing_is_kept_of_what_a_cleared_reader_saw(monkeypatch):
    planned()
    factories.journal_entry()
    with monkeypatch.context() as patch:
        patch.setattr(Actor, "public", classmethod(lambda cls: CAST["protocol"]))
        assert len(listed(body("requests"))) == 4
    assert len(listed(body("requests"))) == 3
    with monkeypatch.context() as patch:
        patch.setattr(Actor, "public", classmethod(lambda cls: CAST["protocol"]))
        assert len(listed(body("requests"))) == 4


# --- CSV ----------------------------------------------------------------------------------------


def table(language="en", **query):
    response = get("requests", language, format="csv", **query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    delimiter = ";" if language == "fr" else ","
    return list(csv.reader(io.StringIO(text[1:]), delimiter=delimiter))


def test_csv_holds_what_the_page_shows():
    planned()
    head, *lines = table()
    assert head == [
        "Request",
        "Weight",
        "Mandatory",
        "From",
        "Kind",
        "With",
        "Kind",
        "Reason",
        "Explanation",
        "Meetings in the way",
    ]
    assert [line[:8] for line in lines] == [
        ["r-ae", "5", "no", "Maison A", "Exhibitor", "Maison E", "Ministry", "Full agenda"],
        ["r-bc", "4", "no", "Maison B", "Delegation", "Maison C", "Delegation", "Not available"],
        ["r-de", "2", "no", "Maison D", "Delegation", "Maison E", "Ministry", "Not available"],
    ]
    assert lines[0][9] == (
        "Tue 11 Nov 9:00: Maison A – Maison B (10) | Tue 11 Nov 9:30: Maison A – Maison C (8)"
    )
    assert [line[0] for line in table(reason="not_available", sort="name")[1:]] == ["r-bc", "r-de"]


def test_csv_in_french_is_what_a_french_spreadsheet_opens():
    planned()
    head, first, *_ = table("fr")
    assert head[:4] == ["Demande", "Poids", "Obligatoire", "Demandeur"]
    assert first[7] == "Agenda complet"


def test_csv_holds_every_page():
    world = planned()
    many(world, 25)
    assert len(table()) == 1 + 28


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_are_no_formulas(start):
    world = planned()
    name = f"{start}HYPERLINK(0)"
    organisation = factories.organisation(name={"fr": name})
    world.parties["f"] = factories.party(edition=world.edition, organisation=organisation)
    world.leave("fa", 900, "no_common_slot", {})
    assert table()[1][3] == f"'{name}"


# --- confidentiality ----------------------------------------------------------------------------


def test_each_role_alone_sees_what_the_public_sees(monkeypatch):
    planned()
    names = ("home", "report", "requests")
    public = {name: body(name) for name in names}
    exported = table()
    for role in sorted(set(CAST) - {"protocol", "public"}):
        monkeypatch.setattr(Actor, "public", classmethod(lambda cls, role=role: CAST[role]))
        assert {name: body(name) for name in names} == public
        assert table() == exported
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["protocol"]))
    assert {name for name in names if body(name) != public[name]} == set(names)
    assert "closed-door" in words(body("requests"))


def test_nothing_closed_door_is_named():
    world = planned()
    organisation = world.parties["d"].organisation
    organisation.name = {"fr": "Zqx"}
    organisation.save()
    # Now only closed-door matters name d.
    world.requests["cd"].meeting.delete()
    world.requests["de"].delete()
    pages = [body(name) for name in ("home", "report", "requests")]
    pages.append(get("requests", format="csv").content.decode())
    assert [page for page in pages if "Zqx" in page or "r-be" in page or "r-ad" in page] == []


def test_hidden_and_absent_give_the_same_bytes():
    world = guarded()
    urls = []
    for language in ("fr", "en"):
        with override(language):
            urls += [
                reverse(f"portal:{name}", args=[world.edition.slug])
                for name in ("home", "report", "requests")
            ]
    urls += [f"{urls[2]}?format=csv", f"{urls[2]}?reason=not_available"]
    hidden = {url: Client().get(url).content for url in urls}
    world.make_absent()
    assert [url for url in urls if Client().get(url).content != hidden[url]] == []
    assert [url for url in urls if MARKER.encode() in hidden[url]] == []


def test_a_search_reads_the_plan_once_until_something_changes(django_assert_num_queries):
    planned()
    factories.journal_entry()
    assert len(listed(body("requests", q="maison"))) == 3
    with django_assert_num_queries(3):  # the edition, the version, the publication
        assert len(listed(body("requests", q="maison e"))) == 2
    UnmetRequest.objects.filter(request__slug="r-ae").delete()
    factories.journal_entry()
    assert len(listed(body("requests", q="maison e"))) == 1
