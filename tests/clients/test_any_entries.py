"""Whatever a unit may lawfully write into a template comes back as it was written."""

from collections.abc import Mapping
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import Office
from tests.support.centre import issue_of
from tests.support.client_answers import Answers, checked, codes, fill
from tests.support.thoroughness import examples
from xlplan.domain.entries import Entry, EntryKind
from xlplan.domain.findings.finding import errors_of
from xlplan.domain.issue import Issue
from xlplan.domain.returned import CellValue
from xlplan.domain.target import TargetKind
from xlplan.storage.workspace import Workspace

UNITS = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")
WORDS = ("description", "reason", "action")
NOTHING = "потреби не було"
COLUMNS = ("done", *WORDS)
# What a lawful answer may lack; nothing else is to be found.
LEFT_OUT = {"reason-missing", "action-missing", "entry-missing", "answer-missing", "description-missing"}
MAY_SAY_NOTHING = (TargetKind.ON_DEMAND, TargetKind.ON_INSTRUCTION)
NASTY = (
    "=1+1", "=HYPERLINK(\"http://example.org\")", "+380", "-5", "@SUM(A1)", "'5", "''", "\"", "5", "5,0", "1e5",
    "0x10", "1/2", "05.05", "14.05.2021", "TRUE", "ІСТИНА", "#REF!", "#N/A", "nan", "{=1}", "<b>&amp;</b>", "]]>",
    "зв'язок", "зв’язок", "звʼязок", "два\nрядки", "\n\nпорожні\n\n\nрядки", "табуляція\tв тексті", "a  b   c",
    "нерозривний\u00a0пробіл", "🎉👩‍⚖️🇺🇦", "е\u0301 складений", "\u202eсправа наліво", "%s {0} \\n", "C:\\Temp\\",
    "a;b,c|d", "довгий " * 714, "я" * 5_000, "рядок\n" * 800,
)  # fmt: skip

# What can be typed: no control signs, which no cell can hold, and no halves of signs.
_SIGNS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_TYPED = st.text(_SIGNS | st.sampled_from("\n\t '\"=+-@<&"), max_size=60)
_TEXTS = st.none() | st.sampled_from([text for text in NASTY if len(text) < 100]) | _TYPED
_NUMBERS = st.integers(0, 999_999)


Written = tuple[int, CellValue, str | None, str | None, str | None]
# Which row (counted round and round, for the templates differ), what was done, and the words.
_WRITTEN = st.tuples(st.integers(0, 99), st.none() | _NUMBERS | st.just(NOTHING), _TEXTS, _TEXTS, _TEXTS)


def answers_to(issue: Issue, written: list[Written]) -> Answers:
    """An answer for every row, blank but for what is written; "nothing arose" only where it may be said."""
    answers: dict[str, dict[str, CellValue]] = {row.key: dict.fromkeys(COLUMNS) for row in issue.rows}
    for at, done, *words in written:
        row = issue.rows[at % len(issue.rows)]
        lawful = done != NOTHING or row.target.kind in MAY_SAY_NOTHING
        answers[row.key] = dict(zip(COLUMNS, (done if lawful else None, *words), strict=True))
    return answers


def expected(key: str, written: Mapping[str, CellValue]) -> tuple[object, ...]:
    """What the entry says: the texts as typed, but for spaces around them."""
    done = written["done"]
    kind = EntryKind.NUMBER if isinstance(done, int) else EntryKind.NOTHING_AROSE if done else EntryKind.MISSING
    words = (str(written[name] or "").strip() for name in WORDS)
    return key, kind, done if isinstance(done, int) else None, *words


def said(entry: Entry) -> tuple[object, ...]:
    """The same of an entry that was read."""
    return entry.key, entry.kind, entry.number, entry.description, entry.reason, entry.action


@pytest.fixture(scope="session")
def issues(issued: Workspace) -> dict[str, Issue]:
    """What was issued to each of the six units."""
    return {unit: issue_of(issued, unit) for unit in UNITS}


def test_any_lawful_entries_come_back_the_same_from_any_template(
    issued: Workspace, issues: dict[str, Issue], tmp_path: Path
) -> None:
    @settings(max_examples=examples(80, 25), deadline=None, phases=set(Phase) - {Phase.explain})
    @given(unit=st.sampled_from(UNITS), written=st.lists(_WRITTEN, max_size=6))
    def come_back(unit: str, written: list[Written]) -> None:
        answers = answers_to(issues[unit], written)
        path = fill(issued, unit, tmp_path / "звіт.xlsx", answers)
        entries, _events, findings = checked(issues[unit], path)
        assert [said(entry) for entry in entries] == [expected(key, each) for key, each in answers.items()]
        # Whatever is doubtful in them is only a warning.
        assert set(codes(errors_of(findings))) <= LEFT_OUT

    come_back()


def difficult(issue: Issue) -> Answers:
    """Answers in which each difficult text stands at least once."""
    texts = cycle(NASTY)
    assert len(issue.rows) * len(WORDS) >= len(NASTY)
    return {
        row.key: {"done": number, **{name: next(texts) for name in WORDS}} for number, row in enumerate(issue.rows)
    }


def test_each_difficult_text_comes_back_the_same(issued: Workspace, issue: Issue, tmp_path: Path) -> None:
    answers = difficult(issue)
    entries, _events, _findings = checked(issue, fill(issued, "KOR", tmp_path / "звіт.xlsx", answers))
    assert [said(entry) for entry in entries] == [expected(key, written) for key, written in answers.items()]


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_each_difficult_text_comes_back_the_same_through_the_office(
    to: str, issued: Workspace, issue: Issue, office: Office, tmp_path: Path
) -> None:
    answers = difficult(issue)
    path = office(fill(issued, "KOR", tmp_path / "звіт.xlsx", answers), to)
    entries, _events, _findings = checked(issue, path)
    assert [said(entry) for entry in entries] == [expected(key, written) for key, written in answers.items()]
