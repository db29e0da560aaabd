"""What an agenda says of each entry, the same words on the page, on paper and in a calendar."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import get_language, gettext

from salon.core import formats, names
from salon.core.fields import TranslatedText
from salon.editions.models import Edition
from salon.meetings.models import Meeting, Party
from salon.meetings.selectors.agenda import Entry


def foreign(text: TranslatedText) -> str:
    """The language of a text where it is not the page's, for `lang`."""
    language = text.language_of_text
    return "" if language == get_language() else language


class Links:
    """Addresses of parties and places of an edition by their slugs, and names in the language of
    the page: worked out once a page, since a busy one has hundreds."""

    def __init__(self, edition: Edition) -> None:
        self.language = get_language() or ""
        self.parties = reverse("portal:parties", args=[edition.slug])
        self.places = reverse("portal:places", args=[edition.slug])

    def party(self, slug: str) -> str:
        return f"{self.parties}{slug}/"

    def place(self, slug: str) -> str:
        return f"{self.places}{slug}/"

    def told(self, text: TranslatedText) -> tuple[str, str]:
        """A text, and its language for `lang` where that is not the page's."""
        if self.language in text:
            return text[self.language], ""
        return str(text), text.language_of_text


def name_of(entry: Entry) -> TranslatedText | None:
    """Whom one meets or what one attends; nothing where the kind says it all."""
    if entry.counterpart is not None:
        return entry.counterpart.name
    if entry.commitment is not None:
        return entry.commitment.label
    return None


def kind_of(entry: Entry) -> str:
    """The kind in a word; of a session, which sort it is."""
    session = entry.commitment.session if entry.commitment is not None else None
    return str(session.get_kind_display()) if session is not None else str(entry.kind.label)


def where(entry: Entry) -> TranslatedText | None:
    """The place or room, or at least the venue; of a journey, where it leads."""
    if entry.travel is not None:
        return entry.travel.destination.name
    if entry.meeting is not None:
        return entry.meeting.place.name
    if entry.commitment is None:
        return None
    session = entry.commitment.session
    if session is not None and session.space is not None:
        return session.space.name
    return entry.commitment.venue.name if entry.commitment.venue is not None else None


def details(entry: Entry) -> str:
    """How long it lasts, and with which interpreter."""
    if entry.travel is not None:
        return formats.duration(entry.travel.minutes)
    if entry.meeting is None:
        return ""
    words = [formats.duration(entry.ends - entry.starts), interpreted_by(entry.meeting)]
    return " · ".join(word for word in words if word)


def interpreted_by(meeting: Meeting) -> str:
    if meeting.interpreter is None:
        return ""
    return gettext("interpreter: %(name)s") % {"name": meeting.interpreter.person.name}


def sides(meeting: Meeting) -> tuple[Party, Party]:
    return meeting.request.a, meeting.request.b


def spoken(codes: Iterable[str]) -> str:
    """Names of languages, one after the other."""
    return ", ".join(names.language(code) for code in codes)
