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


Translations = dict[str, str | tuple[str, ...]]


def translate(source: Path, translations: Translations, language: str = "fr") -> None:
    """Every catalogue well translated, but for these messages of this language."""
    locale = source / "locale"
    messages.update(source, locale)
    for code, table in {**GOOD_IN, language: translations}.items():
        catalog = messages.read(locale, code)
        for message in catalog:
            first = message.id if isinstance(message.id, str) else message.id[0]
            if first in table:
                message.string = table[first]
        messages.write(locale, code, catalog)


GOOD: Translations = {
    "%(name)s is full.": "%(name)s est complet.",
    "%(n)d seat": ("%(n)d place", "%(n)d places"),
    "Open": "Ouverte",
    "%(n)s row, “quoted” it's": ("une ligne", "%(n)s lignes"),
    "Served": "Servies",
}
TURKISH: Translations = {
    "%(name)s is full.": "%(name)s dolu.",
    "%(n)d seat": ("%(n)d koltuk", "%(n)d koltuk"),
    "Open": "Açık",
    "%(n)s row, “quoted” it's": ("bir satır", "%(n)s satır"),
    "Served": "Karşılanan",
}
RUSSIAN: Translations = {
    "%(name)s is full.": "%(name)s: мест нет.",
    "%(n)d seat": ("%(n)d место", "%(n)d места", "%(n)d мест"),
    "Open": "Открыта",
    "%(n)s row, “quoted” it's": ("%(n)s строка", "%(n)s строки", "%(n)s строк"),
    "Served": "Выполнено",
}
GOOD_IN = {"fr": GOOD, "tr": TURKISH, "ru": RUSSIAN}


def faults(source: Path) -> list[str]:
    return [str(fault) for fault in messages.check(source, source / "locale")]


PO = "locale/fr/LC_MESSAGES/django.po"


def test_a_complete_catalogue_passes_and_compiles(source: Path) -> None:
    translate(source, GOOD)
    assert faults(source) == []
    written = messages.compile_all(source / "locale")
    assert [path.parent.parent.name for path in written] == ["en", "fr", "ru", "tr"]
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
    assert faults(source) == [
        f"locale/{language}/LC_MESSAGES/django.po: missing: “New” (salon/views.py)"
        for language in ("fr", "ru", "tr")
    ]


def test_obsolete_is_refused(source: Path) -> None:
    translate(source, GOOD)
    (source / "templates" / "page.html").write_text("")
    assert faults(source) == [
        f"locale/{language}/LC_MESSAGES/django.po: no longer used: “{message}”"
        for language in ("fr", "ru", "tr")
        for message in ("%(n)s row, “quoted” it's", "Open", "Served")
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


# --- scopes -------------------------------------------------------------------------------------

RU, TR = (f"locale/{language}/LC_MESSAGES/django.po" for language in ("ru", "tr"))
WRITER = 'raise DomainError("full", _("No seat is left."))\n'


@pytest.fixture
def written(source: Path) -> Path:
    """The small app under its name, with a message that only whoever writes data can meet."""
    app = source / "hall"
    (app / "management" / "commands").mkdir(parents=True)
    (app / "services.py").write_text(WRITER)
    return source


FRENCH_TOO = {**GOOD, "No seat is left.": "Il ne reste plus de place."}


def test_each_catalogue_holds_its_scope_and_says_which_it_is(written: Path) -> None:
    translate(written, FRENCH_TOO)
    assert faults(written) == []
    locale = written / "locale"
    told = ("No seat is left.", None)
    assert {
        language: (
            messages.catalogue_path(locale, language).read_text().splitlines()[1],
            told in {(one.id, one.context) for one in messages.read(locale, language)},
        )
        for language in ("fr", "en", "tr", "ru")
    } == {
        "fr": ("# Scope: everything.", True),
        "en": (
            "# Scope: everything, as the source: message ids are English, so nothing stands here.",
            False,
        ),
        "tr": (
            "# Scope: the public pages: everything but what management commands, planning and "
            "services say, save the check of 3D models.",
            False,
        ),
        "ru": (
            "# Scope: the public pages: everything but what management commands, planning and "
            "services say, save the check of 3D models.",
            False,
        ),
    }


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("hall/services.py", False),
        ("hall/services/files.py", False),
        ("hall/services/glb/words.py", False),
        ("exhibition/services/files.py", False),
        ("exhibition/services/glb.py", False),
        ("exhibition/services/glb/words.py", True),
        ("hall/planning.py", False),
        ("hall/management/commands/seat.py", False),
        ("hall/management/display.py", False),
        ("hall/forms.py", True),
        ("hall/choices.py", True),
        ("hall/selectors/services.py", True),
        ("hall/views/planning.py", True),
        ("planning.py", True),
    ],
)
def test_public_is_known_by_the_file_that_says_it(source: Path, path: str, public: bool) -> None:
    file = source / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(WRITER)
    used = messages.from_source(source)
    public_ids = {message.id for message in messages.PUBLIC.within(used)}
    assert ("No seat is left." in public_ids) is public
    assert "No seat is left." in {message.id for message in messages.EVERYTHING.within(used)}
    assert [one.id for one in messages.SOURCE_LANGUAGE.within(used) if one.id] == []


def test_said_to_both_is_public(written: Path) -> None:
    (written / "hall" / "views.py").write_text(WRITER)
    translate(written, FRENCH_TOO)
    assert faults(written) == [
        f"{RU}: not translated: “No seat is left.”",
        f"{TR}: not translated: “No seat is left.”",
    ]


def test_what_lies_outside_of_the_scope_is_refused(written: Path) -> None:
    translate(written, FRENCH_TOO)
    path = messages.catalogue_path(written / "locale", "tr")
    path.write_text(path.read_text() + '\nmsgid "No seat is left."\nmsgstr "Yer kalmadı."\n')
    assert faults(written) == [f"{TR}: outside of the scope: “No seat is left.”"]


def test_a_catalogue_that_does_not_say_its_scope_is_refused(source: Path) -> None:
    translate(source, GOOD)
    path = messages.catalogue_path(source / "locale", "ru")
    path.write_text(path.read_text().replace("# Scope: the public pages", "# Scope: some pages"))
    assert faults(source) == [f"{RU}: does not declare its scope: write “{messages.PUBLIC.header}”"]


def test_turkish_has_two_forms_and_russian_three(source: Path) -> None:
    translate(source, GOOD)
    tables = {}
    for path in messages.compile_all(source / "locale"):
        with path.open("rb") as file:
            tables[path.parent.parent.name] = gnu.GNUTranslations(file)
    assert [
        tables["ru"].npgettext("hall", "%(n)d seat", "%(n)d seats", n) % {"n": n}
        for n in (0, 1, 2, 5, 11, 21, 22, 112)
    ] == ["0 мест", "1 место", "2 места", "5 мест", "11 мест", "21 место", "22 места", "112 мест"]
    row = "%(n)s row, “quoted” it's"
    assert [tables["tr"].ngettext(row, "%(n)s rows", n) % {"n": n} for n in (0, 1, 2, 21)] == [
        "0 satır",
        "bir satır",
        "2 satır",
        "21 satır",
    ]


def test_the_first_russian_form_also_serves_twenty_one(source: Path) -> None:
    row = "%(n)s row, “quoted” it's"
    translate(source, {**RUSSIAN, row: ("одна строка", "%(n)s строки", "%(n)s строк")}, "ru")
    assert faults(source) == [f"{RU}: a form without its number: “одна строка”"]
    (source / "views.py").write_text('ngettext("One row", "%(n)s rows", n)\n')
    forms = {"One row": ("Одна строка", "%(n)s строки", "%(n)s строк")}
    french = {**GOOD, "One row": ("Une ligne", "%(n)s lignes")}
    turkish = {**TURKISH, "One row": ("Bir satır", "%(n)s satır")}
    for language, table in (("fr", french), ("tr", turkish), ("ru", {**RUSSIAN, **forms})):
        translate(source, table, language)
    assert faults(source) == [f"{RU}: a form without its number: “Одна строка”"]
    translate(source, {**RUSSIAN, "One row": ("Строк:",) * 3}, "ru")
    assert faults(source) == []  # one wording for every number is right for each


@pytest.mark.parametrize(
    ("language", "text", "remark"),
    [
        ("tr", "Mali'de", "straight apostrophe, write ’"),
        ("tr", 'Buna "evet" deyin', "straight quotation mark, write “ ”"),
        ("tr", "Emin misiniz ?", "space before punctuation"),
        ("tr", "Bekleyin...", "three dots, write …"),
        ("ru", "Нажмите “Да”", "other quotation mark, write « »"),
        ("ru", "Нажмите « Да »", "space inside « »"),
        ("ru", "Салон - выставка", "hyphen for a dash, write —"),
        ("ru", "Cтенд", "two alphabets in one word"),
        ("ru", "Вы уверены ?", "space before punctuation"),
        ("ru", "Подождите...", "three dots, write …"),
    ],
)
def test_each_language_is_written_with_its_typography(
    source: Path, language: str, text: str, remark: str
) -> None:
    translate(source, {**GOOD_IN[language], "Served": text}, language)
    assert faults(source) == [f"locale/{language}/LC_MESSAGES/django.po: {remark}: “{text}”"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("tr", "Mali’de “evet” deyin: 10:30… Tamam mı?"),
        ("ru", "Нажмите «Да»: PDF-файл, А–Я — 10:30… Готово?"),
    ],
)
def test_good_turkish_and_russian_are_not_refused(source: Path, language: str, text: str) -> None:
    translate(source, {**GOOD_IN[language], "Served": text}, language)
    assert faults(source) == []


def test_a_placeholder_may_touch_letters_of_any_alphabet(source: Path) -> None:
    translate(source, {**RUSSIAN, "%(name)s is full.": "«%(name)s»-зал полон."}, "ru")
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
    assert set(messages.SCOPES) == {code for code, _name in settings.LANGUAGES}  # type: ignore[attr-defined]
