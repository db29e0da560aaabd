"""The message catalogues: extract, update, compile, check. No GNU gettext needed.

    messages.py extract            list every message the source uses, in .pot form
    messages.py update             bring the catalogues up to date with the source
    messages.py compile            write the .mo files Django reads (they are not committed)
    messages.py check              fail, with a list, when something is not translated

Message ids are English. Every language declares its scope at the head of its catalogue, and is
complete within it: French covers everything; English covers everything by being the source, so its
catalogue is empty on purpose; Turkish and Russian cover the public pages, which is everything but
what only those are told who write data (`PUBLIC` says by which files that is known).

``check`` also reads the templates: words outside translation tags, in text or in an attribute
that is read out, are faults, and so are inline scripts and styles, which the content policy would
block. ``{# messages: allow, why #}`` excuses its line, ``{# messages: allow whole file, why #}``
its template.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "salon"
LOCALE = SOURCE / "locale"


@dataclass(frozen=True)
class Scope:
    """What a catalogue must translate, and nothing else: the messages with a use outside of the
    files that `leaves_out` matches (paths as in the catalogue, ``salon/portal/forms.py``)."""

    said: str
    leaves_out: re.Pattern[str]

    @property
    def header(self) -> str:
        return f"# Scope: {self.said}"

    def within(self, used: Catalog) -> Catalog:
        """The messages of this scope, each with all its uses."""
        chosen = Catalog()
        for message in used:
            places = [name for name, _line in message.locations]
            if message.id and not all(map(self.leaves_out.search, places)):
                chosen[message.id] = message
        return chosen


EVERYTHING = Scope("everything.", re.compile(r"(?!)"))
SOURCE_LANGUAGE = Scope(
    "everything, as the source: message ids are English, so nothing stands here.", re.compile("")
)
#: A reader of the public pages, papers, feeds and cards never runs a command and never writes: what
#: commands, services and the planner say reaches organisers and the command line only. One check
#: is open to all: anybody may have a 3D model checked, and is told what `services/glb` says of it.
PUBLIC = Scope(
    "the public pages: everything but what management commands, planning and services say, save the"
    " check of 3D models.",
    re.compile(
        r"^(?!salon/exhibition/services/glb/)"
        r"salon/\w+/(management/|services(/|\.py$)|planning\.py$)"
    ),
)
SCOPES = {"fr": EVERYTHING, "en": SOURCE_LANGUAGE, "tr": PUBLIC, "ru": PUBLIC}

#: Where a noun after a number keeps its form, CLDR's rule for it is still of use: "tomorrow" is not
#: "in 1 days". Babel knows a single form.
_PLURALS = {"tr": "nplurals=2; plural=(n != 1);"}
#: In these languages the first form serves 1, 21, 31…: it has to say the number.
_FIRST_FORM_OF_MANY = {"ru"}
_KEYWORDS = dict(DEFAULT_KEYWORDS) | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%([sd])|\{(\w*)\}")
_ALLOW_FILE = re.compile(r"\{#\s*messages: allow whole file, \S.*?#\}")
_ALLOW_LINE = re.compile(r"\{#\s*messages: allow, \S.*?#\}")
_SPOKEN = {"aria-label", "aria-description", "aria-roledescription", "title", "alt", "placeholder"}
_STRUCTURE = {
    "load", "extends", "include", "static", "url", "block", "endblock", "if", "elif", "for", "with",
    "translate", "trans", "blocktranslate", "blocktrans", "language", "regroup", "comment",
}  # fmt: skip
_STRING = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)|"([^"]*)"|'([^']*)'""")
#: Stands for a placeholder where typography is looked at: a letter of no language of ours.
_ANY = "ｘ"
_DOTS = (re.compile(r"\.\.\."), "three dots, write …")
_APOSTROPHE = (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), "straight apostrophe, write ’")
_SPACED = (re.compile(r"\s[;:!?](?=\s|$)|\s[.,](?=\s|$)"), "space before punctuation")
#: What each language does not write.
_TYPOGRAPHY = {
    "fr": (
        _APOSTROPHE,
        (re.compile(r'"'), "straight quotation mark, write « »"),
        (re.compile(r"(?<![\u202f\u00a0])[;!?:](?=\s|$)|(?<=\s)[;!?](?=\s|$)(?<![\u202f\u00a0].)"),
         "no narrow no-break space before ; : ! ?"),
        (re.compile(r"«(?![\u202f\u00a0])|(?<![\u202f\u00a0])»"), "no no-break space inside « »"),
        _DOTS,
    ),
    "tr": (
        _APOSTROPHE,
        (re.compile(r'"'), "straight quotation mark, write “ ”"),
        _SPACED,
        _DOTS,
    ),
    "ru": (
        (re.compile(r"[\"“”]"), "other quotation mark, write « »"),
        (re.compile(r"«\s|\s»"), "space inside « »"),
        (re.compile(r"(?<=\s)-(?=\s)"), "hyphen for a dash, write —"),
        (re.compile(r"[а-яё][a-z]|[a-z][а-яё]", re.IGNORECASE), "two alphabets in one word"),
        _SPACED,
        _DOTS,
    ),
}  # fmt: skip


def python_files(source: Path) -> Iterator[Path]:
    return (path for path in sorted(source.rglob("*.py")) if "migrations" not in path.parts)


def template_files(source: Path) -> Iterator[Path]:
    return (
        path
        for path in sorted(source.rglob("templates/**/*"))
        if path.is_file() and path.suffix in {".html", ".txt", ".xml"}
    )


def from_source(source: Path) -> Catalog:
    """Every message used in Python and in templates; locations without lines, so that moving
    code does not rewrite the catalogues."""
    catalog = Catalog(project="Salon", fuzzy=False)
    for path in [*python_files(source), *template_files(source)]:
        name = path.relative_to(source.parent).as_posix()
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            templated = templatize(text, origin=name)
            text = "\n".join(line.strip() for line in templated.splitlines())
        found = extract(
            "python", BytesIO(text.encode()), keywords=_KEYWORDS, options={"encoding": "utf-8"}
        )
        for _line, message, _comments, context in found:
            catalog.add(message, locations=[(name, None)], context=context)
    return catalog


def catalogue_path(locale: Path, language: str) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def read(locale: Path, language: str) -> Catalog:
    path = catalogue_path(locale, language)
    if not path.exists():
        catalog = Catalog(locale=language, project="Salon", fuzzy=False)
        plurals = _PLURALS.get(language, catalog.plural_forms)
        return read_po(StringIO("\n".join(_head(language, plurals))), locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _head(language: str, plurals: str) -> list[str]:
    return [
        f"# Salon in {Locale.parse(language).english_name}.",
        SCOPES[language].header,
        'msgid ""',
        'msgstr ""',
        f'"Language: {language}\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Plural-Forms: {plurals}\\n"',
        "",
    ]


def write(locale: Path, language: str, catalog: Catalog) -> None:
    path = catalogue_path(locale, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = _head(language, catalog.plural_forms)
    body = BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, ignore_obsolete=True, width=100)
    path.write_text("\n".join(lines) + "\n" + body.getvalue().decode(), encoding="utf-8")


def update(source: Path, locale: Path) -> None:
    """Add what is new, drop what is gone. Nothing is guessed: a new message is left empty."""
    template = from_source(source)
    for language, scope in SCOPES.items():
        catalog = read(locale, language)
        catalog.update(scope.within(template), no_fuzzy_matching=True)
        write(locale, language, catalog)


def compile_all(locale: Path) -> list[Path]:
    written = []
    for path in sorted(locale.glob("*/LC_MESSAGES/django.po")):
        target = path.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, read(locale, path.parent.parent.name))
        written.append(target)
    return written


@dataclass(frozen=True, order=True)
class Fault:
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def _texts(value: str | Iterable[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in _PLACEHOLDER.finditer(text)}


def _message_faults(message: Message, where: str, language: str) -> Iterator[Fault]:
    ids, strings = _texts(message.id), _texts(message.string)
    shown = f"“{ids[0]}”"
    if "fuzzy" in message.flags:
        yield Fault(where, f"fuzzy: {shown}")
    if not all(strings):
        yield Fault(where, f"not translated: {shown}")
        return
    wanted = set().union(*map(_placeholders, ids))
    for text in strings:
        # One form of a plural may say "one" without its number; none may invent a placeholder.
        found = _placeholders(text)
        if found - wanted or (len(strings) == 1 and found != wanted):
            yield Fault(where, f"placeholders differ: {shown}")
        alike = len(set(strings)) == 1
        if language in _FIRST_FORM_OF_MANY and not alike and not _counts(ids, found):
            yield Fault(where, f"a form without its number: “{text}”")
        bare = _PLACEHOLDER.sub(_ANY, re.sub(r"<[^>]*>", "", text))
        for pattern, remark in _TYPOGRAPHY.get(language, ()):
            if pattern.search(bare):
                yield Fault(where, f"{remark}: “{text}”")


def _counts(ids: list[str], found: set[str]) -> bool:
    """Whether a form says the number: what both ids say, and what only the plural says."""
    if len(ids) == 1:
        return True
    one, many = map(_placeholders, ids)
    return one & many <= found and (many <= one or bool((many - one) & found))


def catalogue_faults(source: Path, locale: Path) -> Iterator[Fault]:
    """What is missing, empty, fuzzy, obsolete, outside of the scope or wrongly filled, for each
    declared language."""
    used = from_source(source)
    for language, scope in SCOPES.items():
        path = catalogue_path(locale, language)
        where = path.relative_to(locale.parent).as_posix()
        if not path.exists():
            yield Fault(where, "no such catalogue")
            continue
        if scope.header not in path.read_text(encoding="utf-8").splitlines():
            yield Fault(where, f"does not declare its scope: write “{scope.header}”")
        catalog = read(locale, language)
        known, wanted = _by_key(catalog), _by_key(scope.within(used))
        for key, message in wanted.items():
            if key in known:
                yield from _message_faults(known[key], where, language)
            else:
                places = ", ".join(sorted({name for name, _line in message.locations}))
                yield Fault(where, f"missing: “{_texts(message.id)[0]}” ({places})")
        elsewhere = _by_key(used).keys() - wanted.keys()
        for key in known.keys() - wanted.keys():
            remark = "outside of the scope" if key in elsewhere else "no longer used"
            yield Fault(where, f"{remark}: “{_texts(known[key].id)[0]}”")
        for message in catalog.obsolete.values():
            yield Fault(where, f"no longer used: “{_texts(message.id)[0]}”")


def _by_key(catalog: Catalog) -> dict[object, Message]:
    return {(message.id, message.context): message for message in catalog if message.id}


class _Words(HTMLParser):
    """Collects what a template says by itself, once its tags have been blanked out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.code = ""

    def _note(self, what: str) -> None:
        self.found.append((self.getpos()[0], what))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        for name, value in named.items():
            spoken = name in _SPOKEN or (
                tag == "meta" and name == "content" and named.get("name") == "description"
            )
            if spoken and _has_words(value):
                self._note(f'words in {name}: "{value.strip()}"')
            if name == "style" or name.startswith("on"):
                self._note(f"inline {name}: the content policy blocks it")
        if tag in {"script", "style"}:
            self.code = tag

    handle_startendtag = handle_starttag

    def handle_endtag(self, _tag: str) -> None:
        self.code = ""

    def handle_data(self, data: str) -> None:
        if self.code:
            if data.strip():
                self._note(f"inline {self.code}: the content policy blocks it")
            return
        for offset, line in enumerate(data.split("\n")):
            if _has_words(line):
                self.found.append((self.getpos()[0] + offset, f"words: “{line.strip()}”"))


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _literal_words(contents: str) -> Iterator[str]:
    """Words handed to a component as a bare string: ``{% figure "Served" n %}``."""
    if contents.split(maxsplit=1)[0] in _STRUCTURE:
        return
    for match in _STRING.finditer(contents):
        text = match.group(1) or match.group(2) or ""
        if _has_words(text) and (text[0].isupper() or " " in text):
            yield text


def template_faults(text: str, name: str) -> Iterator[Fault]:
    """Words outside translation tags, and inline code, in the source of one template."""
    if _ALLOW_FILE.search(text):
        return
    allowed = {
        number for number, line in enumerate(text.split("\n"), 1) if _ALLOW_LINE.search(line)
    }
    parser = _Words()
    found = parser.found
    in_translation = False
    plain = []
    for token in Lexer(text).tokenize():
        lines = "\n" * token.contents.count("\n")
        if token.token_type == TokenType.TEXT:
            plain.append(lines if in_translation else token.contents)
            continue
        command = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            if command in {"blocktranslate", "blocktrans", "comment"}:
                in_translation = True
            elif command in {"endblocktranslate", "endblocktrans", "endcomment"}:
                in_translation = False
            found += [
                (token.lineno, f"words: “{words}”") for words in _literal_words(token.contents)
            ]
        # A variable that names an element (<{{ heading }}>) must still look like one.
        opens = (
            token.token_type == TokenType.VAR and bool(plain) and plain[-1].endswith(("<", "</"))
        )
        plain.append("x" if opens else lines)
    # The lexer drops the delimiters of tags but never a line break outside them.
    parser.feed("".join(plain))
    parser.close()
    for number, what in found:
        if number not in allowed:
            yield Fault(f"{name}:{number}", what)


def check(source: Path, locale: Path) -> list[Fault]:
    faults = list(catalogue_faults(source, locale))
    for path in template_files(source):
        if path.suffix == ".html":
            name = path.relative_to(source.parent).as_posix()
            faults += template_faults(path.read_text(encoding="utf-8"), name)
    return sorted(faults)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("command", choices=["extract", "update", "compile", "check"])
    parser.add_argument("--source", type=Path, default=SOURCE, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    source, locale = options.source, options.source / "locale"
    if not settings.configured:
        settings.configure()  # the template lexer asks for a few defaults
    if options.command == "extract":
        out = BytesIO()
        write_po(out, from_source(source), omit_header=True, sort_output=True)
        sys.stdout.write(out.getvalue().decode())
    elif options.command == "update":
        update(source, locale)
    elif options.command == "compile":
        for path in compile_all(locale):
            sys.stdout.write(f"{path.relative_to(source.parent)}\n")
    else:
        faults = check(source, locale)
        for fault in faults:
            sys.stdout.write(f"{fault}\n")
        sys.stdout.write(
            f"messages: {len(faults)} fault(s)\n" if faults else "messages: all well\n"
        )
        return 1 if faults else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
