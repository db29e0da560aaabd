"""``{% load ui %}``: the components of the design system. /style shows each of them once.

What is only a class on plain HTML (button, card table, notice, empty state, figures list) has no
tag: the style page is its documentation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import template
from django.core.paginator import Page
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.urls.resolvers import LocalePrefixPattern
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

from salon.core import formats
from salon.core.grids import MAX_LANES, DayGrid, HeatMap, Kind, PlacedCell

register = template.Library()

TONES = ("", "good", "warn", "bad")


@register.simple_tag
def band() -> SafeString:
    """The one ornament: a fine band after bogolan cloth. At most once a page."""
    return mark_safe(render_to_string("core/ui/band.html").strip())  # noqa: S308 - our own file


@register.simple_tag
def home() -> str:
    """Address of the site's first page in the active language, known without any other app."""
    return get_script_prefix() + LocalePrefixPattern(prefix_default_language=False).language_prefix


@register.simple_tag(takes_context=True)
def nav_link(context: RequestContext, url: str, label: str, exact: bool = False) -> SafeString:
    """An entry of the main navigation, marked when it leads to the page shown or above it.

    :param exact: mark it on its own page only: the home of an edition is above everything.
    """
    request = context.get("request")
    path = request.path if request is not None else ""
    current = path == url or (not exact and path.startswith(url))
    return format_html(
        '<li><a href="{}"{}>{}</a></li>',
        url,
        mark_safe(' aria-current="page"') if current else "",
        label,
    )


@register.simple_tag
def fictional() -> SafeString:
    """The label borne by everything invented for the demonstration."""
    return format_html('<span class="badge fictional">{}</span>', gettext("fictional"))


@register.simple_tag
def badge(text: str, tone: str = "") -> SafeString:
    """A state in a word. Tones: none (neutral), ``good``, ``warn``, ``bad``; each has a shape."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"badge: unknown tone {tone!r}")
    return format_html('<span class="badge{}">{}</span>', f" {tone}" if tone else "", text)


@register.simple_tag
def figure(label: str, value: str, note: str = "") -> SafeString:
    """A key figure, inside ``<dl class="figures">``. The value comes already written."""
    return format_html(
        '<div><dt>{}</dt><dd class="value">{}</dd>{}</div>',
        label,
        value,
        format_html('<dd class="note">{}</dd>', note) if note else "",
    )


@register.simple_tag
def source(text: str, url: str = "", language: str = "") -> SafeString:
    """Where a public fact was read, after the fact itself. Nothing for an empty source."""
    if not text:
        return mark_safe("")
    shown = format_html('<a href="{}" rel="external">{}</a>', url, text) if url else text
    return format_html(
        '<cite class="source">{} <span{}>{}</span></cite>',
        pgettext("before a citation", "Source:"),
        format_html(' lang="{}"', language) if language else "",
        shown,
    )


@register.simple_tag
def progress(label: str, value: float, full: float, text: str = "") -> SafeString:
    """A bar from 0 to ``full`` with its label and the same thing in words."""
    return format_html(
        '<label class="progress"><span class="progress-words"><span>{}</span> '
        '<span class="n">{}</span></span><progress value="{}" max="{}">{}</progress></label>',
        label,
        text or formats.percent(value / full if full else 0),
        value,
        full or 1,
        text,
    )


@register.inclusion_tag("core/ui/field.html")
def field(bound_field: Any) -> dict[str, Any]:
    """A form field with its label, help and errors, tied together for assistive technology."""
    return {"field": bound_field}


@register.inclusion_tag("core/ui/toast.html", takes_context=True)
def toast(context: RequestContext, message: str, undo_url: str = "") -> dict[str, Any]:
    """What was just done, and the way back."""
    return {
        "message": message,
        "undo_url": undo_url,
        "csrf_token": context.get("csrf_token"),
    }


@dataclass(frozen=True, kw_only=True)
class Phase:
    """One stop of a timeline. ``state`` is ``past``, ``now`` or empty (to come)."""

    title: str
    dates: str
    note: str = ""
    url: str = ""
    state: str = ""
    language: str = ""


@register.inclusion_tag("core/ui/timeline.html")
def timeline(phases: Iterable[Phase], heading: str = "h3") -> dict[str, Any]:
    """Phases in order; a line down on a phone, across on a wide screen."""
    return {"phases": phases, "heading": heading}


_GAP = -1


@register.inclusion_tag("core/ui/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: "Page[Any]") -> dict[str, Any]:
    """Links to the neighbouring and outermost pages; keeps the filters of the address."""
    numbers = [
        number if isinstance(number, int) else _GAP
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    return {"page": page, "numbers": numbers, "gap": _GAP, "request": context.get("request")}


def _linked(text: str, url: str) -> str:
    shown = conditional_escape(text)
    return f'<a href="{conditional_escape(url)}">{shown}</a>' if url else shown


def _lang(language: str) -> str:
    return f' lang="{conditional_escape(language)}"' if language else ""


def _cell(placed: PlacedCell, label: str, fictional_label: str, alone: bool = False) -> str:
    """One stretch of a day: when, what (named where only a colour would tell), details.

    :param alone: say that nothing stands beside it, in a column where elsewhere something does.
    """
    cell = placed.cell
    span = " short" if placed.span == 1 else f" s{placed.span}"
    if alone:
        span += " alone"
    named = f'<span class="vh">{label}. </span>' if cell.title and cell.kind.needs_name else ""
    title = _linked(cell.title, cell.url) if cell.title else label
    lines = "".join(
        f"<p{_lang(line.language)}>{_linked(line.text, line.url)}</p>" for line in cell.lines
    )
    return (
        f'<li class="cell {cell.kind} r{placed.row}{span}">'
        f'<span class="when">{formats.clock_range(cell.starts, cell.ends)}</span>{named}'
        f'<p class="what"{_lang(cell.language)}>{title}</p>'
        f"{lines}{fictional_label if cell.fictional else ''}</li>"
    )


@register.simple_tag
def day_grid(grid: DayGrid, label: str = "", heading: str = "h3") -> SafeString:
    """Days (or places) side by side, rows of time; one list a day on a phone.

    Written without a template, like the heat map: an agenda must cost a few milliseconds.

    :param label: names the whole timetable for assistive technology.
    :param heading: level of the column titles, ``h2`` or ``h3``.
    """
    if heading not in ("h2", "h3", "h4"):
        raise template.TemplateSyntaxError(f"day_grid: unknown heading {heading!r}")
    labels = {kind: conditional_escape(str(kind.label)) for kind in Kind}
    label_of_fiction = fictional()
    out = []
    if grid.aligned:
        name = conditional_escape(label or gettext("Timetable"))
        marks = "".join(
            f'<li class="r{mark.row}">{formats.clock(mark.at)}</li>' for mark in grid.marks
        )
        out.append(
            f'<div class="days aligned" role="group" tabindex="0" aria-label="{name}">'
            f'<div class="axis" aria-hidden="true"><ol>{marks}</ol></div>'
        )
    else:
        out.append('<div class="days">')
    for placed in grid.columns:
        column = placed.column
        note = conditional_escape(column.note)
        anchor = f' id="{conditional_escape(column.anchor)}"' if column.anchor else ""
        lanes = f' class="lanes{min(placed.lanes, MAX_LANES)}"' if placed.lanes > 1 else ""
        out.append(
            f'<section class="day"{anchor}><div>'
            f"<{heading}>{_linked(column.title, column.url)}</{heading}>"
            + (f'<p class="small soft">{note}</p>' if note else "")
            + f"</div><ol{lanes}>"
        )
        out += [
            _cell(cell, labels[cell.cell.kind], label_of_fiction, bool(lanes) and cell.alone)
            for cell in placed.cells
        ]
        if not placed.cells:
            nothing = conditional_escape(gettext("Nothing this day"))
            out.append(f'<li class="cell free">{nothing}</li>')
        out.append("</ol></section>")
    out.append("</div>")
    return mark_safe("".join(out))  # noqa: S308 - every text above is escaped


@register.simple_tag
def heat_map(heat: HeatMap, label: str) -> SafeString:
    """Counts by row and column in five shades, the number always written; then its legend.

    Written without a template: a few thousand cells must cost a page a millisecond or two.
    """
    missing = conditional_escape(pgettext("heat map", "not available"))
    counts = {value for row in heat.rows for value in row.values if value is not None}
    shades = {value: f'<td class="h{heat.step(value)}">{value}</td>' for value in counts}
    hidden = f'<td class="hx"><span class="vh">{missing}</span></td>'
    out = [
        f'<div class="scroll" tabindex="0" role="region" aria-label="{conditional_escape(label)}">',
        '<table class="heat"><thead>',
    ]
    groups: list[list[Any]] = []
    for column in heat.columns:
        if groups and groups[-1][0] == column.group:
            groups[-1][1] += 1
        else:
            groups.append([column.group, 1])
    if any(group for group, _count in groups):
        out.append('<tr><td rowspan="2"></td>')
        out += [
            f'<th scope="colgroup" colspan="{count}">{conditional_escape(group)}</th>'
            for group, count in groups
        ]
        out.append("</tr><tr>")
    else:
        out.append("<tr><td></td>")
    out += [f'<th scope="col">{conditional_escape(column.label)}</th>' for column in heat.columns]
    out.append("</tr></thead><tbody>")
    gaps = False
    for row in heat.rows:
        gaps = gaps or None in row.values
        out.append(f'<tr><th scope="row">{_linked(row.label, row.url)}</th>')
        out += [hidden if value is None else shades[value] for value in row.values]
        out.append("</tr>")
    out.append("</tbody></table></div>")
    out.append(render_to_string("core/ui/heat_legend.html", {"scale": heat.scale(), "gaps": gaps}))
    return mark_safe("".join(out))  # noqa: S308 - every text above is escaped


@register.simple_tag
@cache
def icon() -> str:
    """The icon of the site within the page: a request less on every first visit."""
    drawn = Path(__file__).parents[1] / "static" / "core" / "icon.svg"
    return "data:image/svg+xml," + quote(drawn.read_text(encoding="utf-8").strip(), safe=" =/:")
