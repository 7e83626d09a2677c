"""Sorts of events by the words of their titles, and counts of them in words: 3 lectures, 2 meetings."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import Enum

from xlplan.text.normalize import clean_spaces, fix_mixed_alphabets
from xlplan.text.translation import ngettext

# A title names its sort at the beginning: “Участь у круглому столі …”. Further on it tells what is spoken of.
_MOST_WORDS = 6


class EventSort(Enum):
    """A sort of event; the value is the pattern of the word for it in a title, in Ukrainian or English."""

    LECTURE = r"лекці\w+|lectures?"
    SEMINAR = r"семінар\w*|seminars?"
    WEBINAR = r"вебінар\w*|webinars?"
    TRAINING = r"тренінг\w*|training(?: session)?s?|workshops?"
    ROUND_TABLE = r"кругл\w+ ст[оі]л\w*|round tables?"
    MEETING = r"зустріч\w*|meetings?"
    CONSULTING = r"консультуван\w+|counselling"
    CONSULTATION = r"консультаці\w+|consultations?"
    RECEPTION = r"прийом\w*|receptions?"
    CONVERSATION = r"бесід\w+|talks?"
    CONFERENCE = r"(?:відео)?конференці\w+|conferences?"
    FORUM = r"форум\w*|forums?"
    BRIEFING = r"брифінг\w*|briefings?"
    PRESENTATION = r"презентаці\w+|presentations?"
    STAFF_MEETING = r"нарад\w*|staff meetings?"
    SPEECH = r"виступ\w*|speech(?:es)?"
    PUBLICATION = r"публікаці\w+|publications?"
    LESSON = r"урок\w*|занят\w+|lessons?|classes"
    CAMPAIGN = r"акці[яїюєй]\w*|campaigns?"
    QUIZ = r"вікторин\w*|quiz(?:zes)?"


_PATTERNS = tuple((sort, re.compile(rf"(?<!\w)(?:{sort.value})(?!\w)")) for sort in EventSort)
_WORDS: Mapping[EventSort, Callable[[int], str]] = {
    EventSort.LECTURE: lambda n: ngettext("{number} lecture", "{number} lectures", n),
    EventSort.SEMINAR: lambda n: ngettext("{number} seminar", "{number} seminars", n),
    EventSort.WEBINAR: lambda n: ngettext("{number} webinar", "{number} webinars", n),
    EventSort.TRAINING: lambda n: ngettext("{number} training session", "{number} training sessions", n),
    EventSort.ROUND_TABLE: lambda n: ngettext("{number} round table", "{number} round tables", n),
    EventSort.MEETING: lambda n: ngettext("{number} meeting", "{number} meetings", n),
    EventSort.CONSULTING: lambda n: ngettext("{number} counselling", "{number} counsellings", n),
    EventSort.CONSULTATION: lambda n: ngettext("{number} consultation", "{number} consultations", n),
    EventSort.RECEPTION: lambda n: ngettext("{number} reception", "{number} receptions", n),
    EventSort.CONVERSATION: lambda n: ngettext("{number} talk", "{number} talks", n),
    EventSort.CONFERENCE: lambda n: ngettext("{number} conference", "{number} conferences", n),
    EventSort.FORUM: lambda n: ngettext("{number} forum", "{number} forums", n),
    EventSort.BRIEFING: lambda n: ngettext("{number} briefing", "{number} briefings", n),
    EventSort.PRESENTATION: lambda n: ngettext("{number} presentation", "{number} presentations", n),
    EventSort.STAFF_MEETING: lambda n: ngettext("{number} staff meeting", "{number} staff meetings", n),
    EventSort.SPEECH: lambda n: ngettext("{number} speech", "{number} speeches", n),
    EventSort.PUBLICATION: lambda n: ngettext("{number} publication", "{number} publications", n),
    EventSort.LESSON: lambda n: ngettext("{number} lesson", "{number} lessons", n),
    EventSort.CAMPAIGN: lambda n: ngettext("{number} campaign", "{number} campaigns", n),
    EventSort.QUIZ: lambda n: ngettext("{number} quiz", "{number} quizzes", n),
}


def sort_of_event(title: str) -> EventSort | None:
    """Return the sort that the first words of a title name; None where they name none that is known."""
    words, _mixed = fix_mixed_alphabets(clean_spaces(title))
    beginning = " ".join(words.casefold().split(maxsplit=_MOST_WORDS)[:_MOST_WORDS])
    matches = ((sort, pattern.search(beginning)) for sort, pattern in _PATTERNS)
    found = [(match.start(), -match.end(), sort) for sort, match in matches if match]
    return min(found, key=lambda each: each[:2])[2] if found else None


def counted_sorts(titles: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """Return how many of the titles are of each sort, with the words for it, the most frequent first.

    The words stand after “held” and after “of them”. A title of no known sort is left out.
    """
    counts = Counter(sort for sort in map(sort_of_event, titles) if sort is not None)
    return tuple((number, _WORDS[sort](number)) for sort, number in counts.most_common())
