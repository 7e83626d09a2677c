"""Whatever a unit may lawfully write into a template comes back as it was written."""

from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.centre import issue_of
from tests.clients.answers import checked, fill
from tests.conftest import Office
from xlplan.model import Issue, IssueRow
from xlplan.submission import CellValue, Entry, EntryKind
from xlplan.target import TargetKind
from xlplan.workspace import Workspace

UNITS = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")
WORDS = ("description", "reason", "action")
NOTHING = "потреби не було"
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
_TEXTS = st.none() | st.sampled_from(NASTY) | _TYPED
_NUMBERS = st.integers(0, 999_999)


def answer(row: IssueRow) -> st.SearchStrategy[dict[str, CellValue]]:
    """What may lawfully be written into a row."""
    done = st.none() | _NUMBERS
    if row.target.kind in MAY_SAY_NOTHING:
        done |= st.just(NOTHING)
    return st.fixed_dictionaries({"done": done, **dict.fromkeys(WORDS, _TEXTS)})


def expected(key: str, written: dict[str, CellValue]) -> tuple[object, ...]:
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


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_lawful_entries_come_back_the_same_from_any_template(
    data: st.DataObject, issued: Workspace, issues: dict[str, Issue], tmp_path_factory: pytest.TempPathFactory
) -> None:
    unit = data.draw(st.sampled_from(UNITS))
    issue = issues[unit]
    answers = {row.key: data.draw(answer(row), label=row.key) for row in issue.rows}
    path = fill(issued, unit, tmp_path_factory.mktemp("any") / "звіт.xlsx", answers)
    entries, _events, findings = checked(issue, path)
    assert [said(entry) for entry in entries] == [expected(key, written) for key, written in answers.items()]
    # No lawful entry breaks a row, a heading or the register.
    allowed = ("reason-missing", "action-missing", "entry-missing", "answer-missing", "description-missing")
    assert {finding.code for finding in findings} <= {*allowed, "personal-data"}


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "xls", "ods"])
def test_the_nastiest_texts_come_back_the_same_through_the_office(
    to: str, issued: Workspace, issue: Issue, office: Office, tmp_path: Path
) -> None:
    texts = cycle(NASTY)
    answers: dict[str, dict[str, CellValue]] = {
        row.key: {"done": number, **{name: next(texts) for name in WORDS}} for number, row in enumerate(issue.rows)
    }
    assert len(issue.rows) * len(WORDS) >= len(NASTY)
    path = office(fill(issued, "KOR", tmp_path / "звіт.xlsx", answers), to)
    entries, _events, _findings = checked(issue, path)
    assert [said(entry) for entry in entries] == [expected(key, written) for key, written in answers.items()]
