"""The translation tool: what it finds, what it refuses, and that it says where."""

import gettext as gnu
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


messages = _load()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small app: one message in Python, plural and context in a template."""
    app = tmp_path / "salon"
    (app / "templates").mkdir(parents=True)
    (app / "migrations").mkdir()
    (app / "migrations" / "0001.py").write_text('_("Never shown")\n')
    (app / "errors.py").write_text(
        "from django.utils.translation import gettext_lazy as _, npgettext_lazy\n"
        'FULL = _("%(name)s is full.")\n'
        'SEATS = npgettext_lazy("hall", "%(n)d seat", "%(n)d seats", "n")\n'
    )
    (app / "templates" / "page.html").write_text(
        "{% load i18n %}\n"
        "  <h1>{% translate 'Open' context 'door' %}</h1>\n"
        "    <p>{% blocktranslate trimmed count n=rows|length %}\n"
        "        {{ n }} row, “quoted” it's\n"
        "      {% plural %}{{ n }} rows\n"
        "  {% endblocktranslate %}</p>\n"
        '  {% figure _("Served") n %}\n'
    )
    return app


def ids(catalog: object) -> list[tuple[object, object]]:
    return sorted(
        ((message.context, message.id) for message in catalog if message.id),  # type: ignore[attr-defined]
        key=str,
    )


def test_extracts_python_and_templates_with_contexts_and_plurals(source: Path) -> None:
    assert ids(messages.from_source(source)) == sorted(
        [
            (None, "%(name)s is full."),
            ("hall", ("%(n)d seat", "%(n)d seats")),
            ("door", "Open"),
            (None, ("%(n)s row, “quoted” it's", "%(n)s rows")),
            (None, "Served"),
        ],
        key=str,
    )


def translate(source: Path, translations: dict[str, str | tuple[str, ...]]) -> None:
    locale = source / "locale"
    messages.update(source, locale)
    catalog = messages.read(locale, "fr")
    for message in catalog:
        first = message.id if isinstance(message.id, str) else message.id[0]
        if first in translations:
            message.string = translations[first]
    messages.write(locale, "fr", catalog)


GOOD: dict[str, str | tuple[str, ...]] = {
    "%(name)s is full.": "%(name)s est complet.",
    "%(n)d seat": ("%(n)d place", "%(n)d places"),
    "Open": "Ouverte",
    "%(n)s row, “quoted” it's": ("une ligne", "%(n)s lignes"),
    "Served": "Servies",
}


def faults(source: Path) -> list[str]:
    return [str(fault) for fault in messages.check(source, source / "locale")]


PO = "locale/fr/LC_MESSAGES/django.po"


def test_a_complete_catalogue_passes_and_compiles(source: Path) -> None:
    translate(source, GOOD)
    assert faults(source) == []
    written = messages.compile_all(source / "locale")
    assert [path.parent.parent.name for path in written] == ["en", "fr"]
    with written[1].open("rb") as file:
        french = gnu.GNUTranslations(file)
    assert french.gettext("Served") == "Servies"
    assert french.pgettext("door", "Open") == "Ouverte"
    assert french.npgettext("hall", "%(n)d seat", "%(n)d seats", 1) == "%(n)d place"
    assert french.npgettext("hall", "%(n)d seat", "%(n)d seats", 2) == "%(n)d places"


def test_update_keeps_what_is_translated_and_drops_what_is_gone(source: Path) -> None:
    translate(source, GOOD)
    (source / "errors.py").write_text("")
    before = messages.catalogue_path(source / "locale", "fr").read_text()
    messages.update(source, source / "locale")
    after = messages.read(source / "locale", "fr")
    assert "est complet" in before
    assert {message.string for message in after if message.id} == {
        "Ouverte",
        "Servies",
        ("une ligne", "%(n)s lignes"),
    }
    assert faults(source) == []


def test_update_twice_changes_nothing(source: Path) -> None:
    translate(source, GOOD)
    path = messages.catalogue_path(source / "locale", "fr")
    before = path.read_bytes()
    messages.update(source, source / "locale")
    assert path.read_bytes() == before


def test_english_needs_its_catalogue_but_nothing_in_it(source: Path) -> None:
    translate(source, GOOD)
    english = messages.catalogue_path(source / "locale", "en")
    assert "msgid" not in english.read_text().replace('msgid ""', "")
    english.unlink()
    assert faults(source) == ["locale/en/LC_MESSAGES/django.po: no such catalogue"]


def test_untranslated_is_refused(source: Path) -> None:
    translate(source, {**GOOD, "Served": ""})
    assert faults(source) == [f"{PO}: not translated: “Served”"]


def test_half_a_plural_is_refused(source: Path) -> None:
    translate(source, {**GOOD, "%(n)d seat": ("%(n)d place", "")})
    assert faults(source) == [f"{PO}: not translated: “%(n)d seat”"]


def test_missing_is_refused_with_the_file_that_uses_it(source: Path) -> None:
    translate(source, GOOD)
    (source / "views.py").write_text('title = gettext("New")\n')
    assert faults(source) == [f"{PO}: missing: “New” (salon/views.py)"]


def test_obsolete_is_refused(source: Path) -> None:
    translate(source, GOOD)
    (source / "templates" / "page.html").write_text("")
    assert faults(source) == [
        f"{PO}: no longer used: “%(n)s row, “quoted” it's”",
        f"{PO}: no longer used: “Open”",
        f"{PO}: no longer used: “Served”",
    ]


def test_fuzzy_is_refused(source: Path) -> None:
    translate(source, GOOD)
    path = messages.catalogue_path(source / "locale", "fr")
    path.write_text(path.read_text().replace('msgid "Served"', '#, fuzzy\nmsgid "Served"'))
    assert faults(source) == [f"{PO}: fuzzy: “Served”"]


@pytest.mark.parametrize(
    ("message", "translation"),
    [
        ("%(name)s is full.", "Complet."),
        ("%(name)s is full.", "%(nom)s est complet."),
        ("%(n)d seat", ("une place", "%(count)d places")),
    ],
)
def test_other_placeholders_are_refused(
    source: Path, message: str, translation: str | tuple[str, ...]
) -> None:
    translate(source, {**GOOD, message: translation})
    assert faults(source) == [f"{PO}: placeholders differ: “{message}”"]


@pytest.mark.parametrize(
    ("french", "remark"),
    [
        ("Qui ?", "no narrow no-break space before ; : ! ?"),
        ("Qui?", "no narrow no-break space before ; : ! ?"),
        ("L'accueil", "straight apostrophe, write ’"),
        ("Dit « oui »", "no no-break space inside « »"),
        ('Dit "oui"', "straight quotation mark, write « »"),
        ("Attendez...", "three dots, write …"),
    ],
)
def test_french_is_written_with_french_typography(source: Path, french: str, remark: str) -> None:
    translate(source, {**GOOD, "Served": french})
    assert faults(source) == [f"{PO}: {remark}: “{french}”"]


@pytest.mark.parametrize(
    "french",
    ["Qui\u202f? À 10:30, voir l’adresse https://x.org.", "Dit «\u202foui\u202f»\u00a0: …"],
)
def test_good_french_is_not_refused(source: Path, french: str) -> None:
    translate(source, {**GOOD, "Served": french})
    assert faults(source) == []


# --- templates ----------------------------------------------------------------------------------


def template_faults(text: str) -> list[str]:
    return [str(fault) for fault in messages.template_faults(text, "page.html")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Hello</p>", "page.html:1: words: “Hello”"),
        ("{% if x %}\n<p>\nHello</p>{% endif %}", "page.html:3: words: “Hello”"),
        ('<a aria-label="Next">»</a>', 'page.html:1: words in aria-label: "Next"'),
        ('<img alt="A {{ x }}">', 'page.html:1: words in alt: "A"'),
        ('<meta name="description" content="A fair">', 'page.html:1: words in content: "A fair"'),
        ('<input placeholder="Name"/>', 'page.html:1: words in placeholder: "Name"'),
        ('{% figure "Served" n %}', "page.html:1: words: “Served”"),
        ("{% nav_link url 'all parties' %}", "page.html:1: words: “all parties”"),
        ('<p style="color:red"></p>', "page.html:1: inline style: the content policy blocks it"),
        ('<p onclick="x()"></p>', "page.html:1: inline onclick: the content policy blocks it"),
        ("<script>x()</script>", "page.html:1: inline script: the content policy blocks it"),
        ("<style>p{}</style>", "page.html:1: inline style: the content policy blocks it"),
        ("<p>&eacute;</p>", "page.html:1: words: “é”"),
        ("{{ x }}<{{ h }} class='y'>Hello</{{ h }}>", "page.html:1: words: “Hello”"),
    ],
)
def test_hard_coded_words_are_found_with_their_line(text: str, found: str) -> None:
    assert template_faults(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "<p>{% translate 'Hello' %} · 12 % {{ name }}</p>",
        "<p>{% blocktranslate trimmed %}\nHello {{ name }}\n{% endblocktranslate %}</p>",
        '<a aria-label="{% translate "Next" %}" title="{{ x }}">»</a>',
        '{% figure _("Served") n|number "good" %}{% include "core/A b.html" %}',
        "{% comment %}Hello{% endcomment %}{# Hello #}<!-- Hello -->",
        '<script type="module" src="x.js"></script>',
        "<{{ heading }} lang='fr'>{{ x }}</{{ heading }}>",
        "<title>Salon</title>{# messages: allow, the name of the product #}",
        "{# messages: allow whole file, shown in development only #}<p>Hello</p>",
        '<a class="button main" href="/x" id="Main">{{ x }}</a>',
    ],
)
def test_what_is_translated_or_excused_passes(text: str) -> None:
    assert template_faults(text) == []


def test_an_excuse_needs_its_reason_and_covers_one_line() -> None:
    assert template_faults("<p>Hello</p>{# messages: allow #}") == ["page.html:1: words: “Hello”"]
    assert template_faults("<p>A</p>{# messages: allow, a name #}\n<p>B</p>") == [
        "page.html:2: words: “B”"
    ]


def test_the_command_lists_faults_and_fails(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(source, {**GOOD, "Served": ""})
    assert messages.main(["check", "--source", str(source)]) == 1
    assert capsys.readouterr().out == (f"{PO}: not translated: “Served”\nmessages: 1 fault(s)\n")
    translate(source, GOOD)
    assert messages.main(["check", "--source", str(source)]) == 0
    assert capsys.readouterr().out == "messages: all well\n"


def test_the_catalogues_declare_every_language_of_the_site(settings: object) -> None:
    assert set(messages.COMPLETE) == {code for code, _name in settings.LANGUAGES}  # type: ignore[attr-defined]
