"""The components as they reach the page: what they say, to the eye and to a screen reader."""

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from salon.core.grids import Cell, Column, DayGrid, HeatColumn, HeatMap, HeatRow, Kind, Line
from salon.core.templatetags.ui import Phase

DAY = datetime(2025, 11, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english() -> object:
    with override("en"):
        yield


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def render_at(path: str, source: str, **context: object) -> str:
    request = RequestFactory().get(path)
    return Template("{% load ui %}" + source).render(RequestContext(request, context)).strip()


class Words(HTMLParser):
    """What is read out, element by element."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())


def words(html: str) -> list[str]:
    parser = Words()
    parser.feed(html)
    return parser.words


@pytest.mark.parametrize(
    ("tag", "html"),
    [
        ('{% badge "Confirmed" "good" %}', '<span class="badge good">Confirmed</span>'),
        ("{% badge hostile %}", '<span class="badge">&lt;b&gt;</span>'),
        ("{% fictional %}", '<span class="badge fictional">fictional</span>'),
        (
            '{% figure "served" "12" "of 20" %}',
            '<div><dt>served</dt><dd class="value">12</dd><dd class="note">of 20</dd></div>',
        ),
        ('{% figure "served" "12" %}', '<div><dt>served</dt><dd class="value">12</dd></div>'),
        ('{% source "" %}', ""),
        (
            '{% source "Un article" "https://example.org/" "fr" %}',
            '<cite class="source">Source: <span lang="fr">'
            '<a href="https://example.org/" rel="external">Un article</a></span></cite>',
        ),
        (
            '{% progress "Served" 3 4 "3 of 4" %}',
            '<label class="progress"><span class="progress-words"><span>Served</span> '
            '<span class="n">3 of 4</span></span>'
            '<progress value="3" max="4">3 of 4</progress></label>',
        ),
    ],
)
def test_small_components(tag: str, html: str) -> None:
    assert render(tag, hostile="<b>") == html


def test_progress_without_words_tells_the_share_and_survives_nothing_to_do() -> None:
    assert words(render('{% progress "Served" 3 4 %}')) == ["Served", "75.0%"]
    assert words(render('{% progress "Served" 0 0 %}')) == ["Served", "0.0%"]


def test_a_tone_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="unknown tone 'green'"):
        render('{% badge "x" "green" %}')


@pytest.mark.parametrize(
    ("path", "exact", "current"),
    [
        ("/bamex25/parties/", False, True),
        ("/bamex25/parties/aselsan/", False, True),
        ("/bamex25/places/", False, False),
        ("/bamex25/parties/", True, True),
        ("/bamex25/parties/aselsan/", True, False),
    ],
)
def test_nav_link_marks_where_the_reader_is(path: str, exact: bool, current: bool) -> None:
    html = render_at(path, '{% nav_link "/bamex25/parties/" "Parties" exact %}', exact=exact)
    mark = ' aria-current="page"' if current else ""
    assert html == f'<li><a href="/bamex25/parties/"{mark}>Parties</a></li>'


@pytest.mark.parametrize(("language", "path"), [("fr", "/"), ("en", "/en/")])
def test_home_is_in_the_language_of_the_page(language: str, path: str) -> None:
    with override(language):
        assert render("{% home %}") == path


def test_timeline_says_what_colour_shows() -> None:
    phases = [
        Phase(title="Launch", dates="11 September", state="past"),
        Phase(title="Fair", dates="11–12 November", state="now", note="Bamako", url="/fair/"),
        Phase(title="Démonstrations", dates="13–14 November", language="fr"),
    ]
    html = render("{% timeline phases %}", phases=phases)
    assert words(html) == [
        "11 September", "(past)", "Launch",
        "11–12 November", "Fair", "Under way", "Bamako",
        "13–14 November", "Démonstrations",
    ]  # fmt: skip
    assert '<h3 lang="fr">Démonstrations</h3>' in html
    assert '<a href="/fair/">Fair</a>' in html


def test_pagination_keeps_the_filters() -> None:
    page = Paginator(range(100), 10).get_page(5)
    html = render_at("/list/?kind=delegation&page=5", "{% pagination page %}", page=page)
    assert re.findall(r'href="([^"]*)"', html) == [
        "?kind=delegation&amp;page=4",
        "?kind=delegation&amp;page=1",
        "?kind=delegation&amp;page=4",
        "?kind=delegation&amp;page=6",
        "?kind=delegation&amp;page=10",
        "?kind=delegation&amp;page=6",
    ]
    assert '<b aria-current="page"><span class="vh">Page</span> 5</b>' in html
    assert html.count("…") == 2


def test_a_single_page_has_no_pagination() -> None:
    page = Paginator(range(3), 10).get_page(1)
    assert render_at("/list/", "{% pagination page %}", page=page) == ""


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the badge.")
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )


def test_field_ties_help_and_errors_to_the_control() -> None:
    html = render("{% field form.name %}", form=Sample({}))
    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name_helptext">As on the badge.</p>' in html
    assert '<ul class="error" id="id_name_error"><li>This field is required.</li></ul>' in html
    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    assert 'aria-describedby="id_name_helptext id_name_error"' in control.group()
    assert 'aria-invalid="true"' in control.group()


def test_a_group_of_boxes_is_a_fieldset_with_its_legend() -> None:
    html = render("{% field form.days %}", form=Sample({}))
    assert '<fieldset aria-describedby="id_days_error"><legend>Days</legend>' in html
    assert '<label for="id_days">Days' not in html


def test_toast_offers_the_way_back_only_where_there_is_one() -> None:
    request = RequestFactory().get("/")
    with_undo = Template('{% load ui %}{% toast "Done." "/undo/" %}').render(
        RequestContext(request)
    )
    assert words(with_undo) == ["Done.", "Undo"]
    assert '<form method="post" action="/undo/">' in with_undo
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="' in with_undo
    assert words(render('{% toast "Done." %}')) == ["Done."]


def grid() -> DayGrid:
    def cell(kind: Kind, starts: float, ends: float, **rest: object) -> Cell:
        return Cell(
            kind=kind,
            starts=DAY + timedelta(hours=starts),
            ends=DAY + timedelta(hours=ends),
            **rest,  # type: ignore[arg-type]
        )

    return DayGrid.build(
        [
            Column(
                title="Wednesday",
                note="Bamako",
                cells=[
                    cell(
                        Kind.MEETING, 9, 9.5, title="Délégation <x>", language="fr", url="/m/",
                        lines=[Line(text="Room 4", url="/room/")], fictional=True,
                    ),
                    cell(Kind.UNAVAILABLE, 9.5, 10.5),
                ],
            ),
            Column(title="Thursday", cells=[cell(Kind.TRAVEL, 9, 10.5, title="To Koulikoro")]),
            Column(title="Friday"),
        ]
    )  # fmt: skip


def test_day_grid_reads_day_by_day_with_the_time_of_each_stretch() -> None:
    html = render('{% day_grid grid "Agenda" %}', grid=grid())
    days = html[html.index("<section") :]
    assert words(days) == [
        "Wednesday", "Bamako",
        "9:00–9:30", "Meeting.", "Délégation <x>", "Room 4", "fictional",
        "9:30–10:30", "Not available",
        "Thursday",
        "9:00–10:30", "Travel.", "To Koulikoro",
        "Friday", "Nothing this day",
    ]  # fmt: skip
    assert 'role="group" tabindex="0" aria-label="Agenda"' in html
    assert '<li class="cell meeting r1 short">' in html
    assert '<li class="cell unavailable r2 short">' in html
    assert '<li class="cell travel r1 s2">' in html
    assert '<p class="what" lang="fr"><a href="/m/">Délégation &lt;x&gt;</a></p>' in html
    assert '<p><a href="/room/">Room 4</a></p>' in html


def test_the_axis_of_times_is_for_the_eye_only() -> None:
    html = render("{% day_grid grid %}", grid=grid())
    axis = html[: html.index("<section")]
    assert '<div class="axis" aria-hidden="true">' in axis
    assert words(axis) == ["9:00", "9:30"]


def test_what_the_reader_may_not_see_looks_like_any_absence() -> None:
    """The component itself adds nothing to tell one "not available" from another."""
    hidden = DayGrid.build(
        [
            Column(
                title="d",
                cells=[
                    Cell(
                        kind=Kind.UNAVAILABLE,
                        starts=DAY + timedelta(hours=hour),
                        ends=DAY + timedelta(hours=hour + 0.5),
                    )
                    for hour in (9, 9.5, 10)
                ],
            )
        ]
    )
    plain = DayGrid.build(
        [
            Column(
                title="d",
                cells=[
                    Cell(
                        kind=Kind.UNAVAILABLE,
                        starts=DAY + timedelta(hours=9),
                        ends=DAY + timedelta(hours=10.5),
                    )
                ],
            )
        ]
    )
    assert render("{% day_grid grid %}", grid=hidden) == render("{% day_grid grid %}", grid=plain)


def heat(**kwargs: object) -> HeatMap:
    return HeatMap(
        columns=[HeatColumn(label="9:00", group="Wed"), HeatColumn(label="9:30", group="Wed")],
        rows=[
            HeatRow(label="Room <1>", url="/places/1/", values=[0, 4]),
            HeatRow(label="Pavilion", values=[None, None]),
        ],
        full=4,
    )


def test_heat_map_always_shows_the_number_and_names_what_is_hidden() -> None:
    html = render('{% heat_map heat "Rooms by slot" %}', heat=heat())
    table, legend = html.split("</table>")
    assert words(table) == [
        "Wed", "9:00", "9:30",
        "Room <1>", "0", "4",
        "Pavilion", "not available", "not available",
    ]  # fmt: skip
    assert '<td class="h0">0</td><td class="h5">4</td>' in table
    assert '<th scope="colgroup" colspan="2">Wed</th>' in table
    assert '<th scope="row"><a href="/places/1/">Room &lt;1&gt;</a></th>' in table
    assert 'role="region" aria-label="Rooms by slot"' in table
    assert words(legend) == [
        "0", "none", "1", "lightest shade", "2", "3", "4", "darkest shade", "–", "not available",
    ]  # fmt: skip


def test_a_label_cannot_break_out_of_its_attribute() -> None:
    html = render("{% heat_map heat label %}", heat=heat(), label='"><script>')
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in html


def test_the_band_is_silent() -> None:
    html = render("{% band %}")
    assert html.startswith('<svg class="band" aria-hidden="true"')
    assert words(html) == []
    assert "#" not in re.sub(r"url\(#bogolan\)", "", html)  # colours come from the page
