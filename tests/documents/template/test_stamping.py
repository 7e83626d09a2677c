"""A stamped template is the one that XlsxWriter would have written, part by part and as a whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.any_text import any_text
from tests.support.paths import ROOT
from tests.support.template_samples import HOSTILE, MADE, event, issue, row
from tests.support.thoroughness import examples, spread
from tests.support.unit_samples import MEASURED
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.template.base import structure
from xlplan.documents.template.event_cells import EventAnswers
from xlplan.documents.template.recording import RecordedBook
from xlplan.documents.template.stamping import TemplateStamps
from xlplan.documents.template.workbook import fill_workbook, template_bytes
from xlplan.domain.form_code import FormCode
from xlplan.domain.issue import Issue, IssueRow, RowHistory, rows_of
from xlplan.domain.plan import AddsUp, Plan, Ratio
from xlplan.domain.returned import CellValue
from xlplan.domain.target import count_target
from xlplan.domain.unit_of_measure import UnitOfMeasure
from xlplan.text.translation import speaking

PLANS = {
    "Korosten": ROOT / "src/xlplan/workflows/demo_data/korosten-2021-q2.xlsx",
    "Livoberezhnyi": ROOT / "examples/livoberezhnyi-2023/templates/План Лівобережного КМЦ 2023.xlsx",
}
DUE = date(2021, 7, 9)
Answers = Mapping[str, Mapping[str, CellValue]]


def plan_at(path: Path) -> Plan:
    """The plan in a workbook."""
    plan, _findings = read_plan(path)
    assert plan is not None
    return plan


def issues_of(plan: Plan) -> Iterator[Issue]:
    """The issues of all units for all quarters of a plan."""
    for quarter in plan.centre.quarters:
        for unit in plan.units:
            rows = rows_of(plan, unit, quarter)
            if rows:
                code = FormCode(plan.centre.code, quarter, unit.code, "7F3K")
                yield Issue(code, plan.centre.name, unit, 1, DUE, DUE, rows, contact="Олена", on_track=0.9)


def parts_of(book: bytes) -> dict[str, str]:
    """The parts of a workbook by name, in order."""
    with ZipFile(BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def check(
    stamps: TemplateStamps,
    form: Issue,
    answers: Answers | None = None,
    events: EventAnswers = (),
    password: str = "",
) -> None:
    """Require of a stamped template that it is the built one."""
    stamped = stamps.template_bytes(form, MADE, answers, events, password)
    built = template_bytes(form, MADE, answers, events, password=password)
    assert parts_of(stamped) == parts_of(built)
    assert stamped == built


def with_history(form: Issue) -> Issue:
    """The issue with a year so far: another one in each row, and a promise in every third."""
    return replace(form, rows=tuple(replace(each, past=_past(at)) for at, each in enumerate(form.rows)))


def _past(at: int) -> RowHistory:
    promised = f"проведемо {at} зустрічей" if at % 3 == 0 else ""
    return RowHistory(at + 2, at, (AddsUp.SUM, AddsUp.LAST, AddsUp.MEAN)[at % 3], 2, promised, 1, 1)


def answers_of(form: Issue) -> Answers:
    """An answer of another kind in each row: numbers, words, blanks."""
    values: tuple[CellValue, ...] = (
        3,
        0,
        2.5,
        "потреби не було",
        None,
        True,
        "=1+1",
        1,
        1.0,
        "1",
        date(2021, 5, 1),
    )
    return {
        each.key: {
            "done": values[at % len(values)],
            "description": f"опис {at}\nдругий рядок & <більше>",
            "reason": HOSTILE[at % len(HOSTILE)],
            "kept": "так" if at % 2 else None,
        }
        for at, each in enumerate(form.rows)
    }


EVENT_ANSWERS: EventAnswers = (
    {"key": "1.1.1", "number": 1, "held_on": date(2021, 5, 4), "place": "школа № 3", "people": 25, "form": "очно"},
    {
        "key": "1.4.3",
        "event": "понад план",
        "held_on": "у травні",
        "people": "багато",
        "link": "http://example.org",
    },
)


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("name", PLANS)
def test_every_template_of_the_real_plans_is_stamped_as_it_is_built(name: str, language: str) -> None:
    forms = list(issues_of(plan_at(PLANS[name])))
    assert len(forms) > 5
    with speaking(language):
        stamps = TemplateStamps()
        for form in spread(forms, 3):
            check(stamps, form, password="замок")


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("name", PLANS)
def test_a_template_with_answers_and_a_year_so_far_is_stamped_as_it_is_built(name: str, language: str) -> None:
    with speaking(language):
        stamps = TemplateStamps()
        for form in map(with_history, spread(list(issues_of(plan_at(PLANS[name])))[:6], 3)):
            check(stamps, form)
            check(stamps, form, answers_of(form), EVENT_ANSWERS, "замок")


def test_one_stamp_serves_both_languages_in_turn() -> None:
    stamps = TemplateStamps()
    for language in ("uk", "en", "uk"):
        with speaking(language):
            check(stamps, issue())


def test_templates_of_another_issue_and_another_centre_are_their_own() -> None:
    first = issue()
    later = replace(first, issued_on=date(2021, 9, 1), due=date(2021, 10, 9), on_track=0.8, contact="Іван")
    other = replace(first, form_code=replace(first.form_code, centre="ZH"), centre="Житомирський МЦ")
    for form in (first, later, other, first):
        for password in ("", "замок", "інший"):
            check(TemplateStamps(), form, password=password)


def _numbered(rows: Iterable[IssueRow]) -> tuple[IssueRow, ...]:
    return tuple(replace(each, key=f"1.{at}") for at, each in enumerate(rows, start=1))


def test_rows_of_every_unit_of_measure_and_shares_are_stamped_as_they_are_built() -> None:
    counts = row("1.1", count_target(6)), row("1.2", count_target(8))
    share = row("1.3", count_target(75), ratio=Ratio("1.1", "1.2"), unit_of_measure=UnitOfMeasure("%", 1))
    stamps = TemplateStamps()
    for rows in (counts, (*counts, share), (share,), _numbered(MEASURED.values())):
        form = issue(*rows)
        check(stamps, form)
        check(stamps, form, answers_of(form))


def test_units_with_targets_of_their_own_share_a_base() -> None:
    forms = [issue(row("1.1", count_target(own)), row("1.2", count_target(4))) for own in (2, 3, 12_000)]
    first, second, third = map(structure_of, forms)
    assert first == second == third


def test_a_form_with_another_column_has_another_base() -> None:
    assert structure_of(issue()) != structure_of(with_history(issue()))


def structure_of(form: Issue) -> object:
    """What the template of an issue has in common with others."""
    book = RecordedBook({})
    fill_workbook(book, form, MADE, {}, ())
    return structure(book, "", "")


def test_answers_that_python_takes_for_equal_stay_what_they_are() -> None:
    stamps, form = TemplateStamps(), issue(row("1.1", count_target(2)))
    for value in (1, True, 1.0, "1", 0, False, None, ""):
        check(stamps, form, {"1.1": {"done": value}})


def test_texts_that_only_xlsxwriter_writes_are_built() -> None:
    stamps = TemplateStamps()
    long_name = replace(issue(), unit=replace(issue().unit, name="Бюро " * 60))
    long_text = issue(row("1.1", count_target(2), measure="Захід " * 4000))
    with pytest.warns(UserWarning, match="Footer string"):
        check(stamps, long_name)
    check(stamps, long_text)
    with pytest.warns(UserWarning, match="footer images"):
        check(stamps, replace(issue(), unit=replace(issue().unit, name="Бюро R&G")))
    check(stamps, issue())


def test_a_title_that_is_also_a_name_has_one_place_in_the_table_of_texts() -> None:
    form = issue(
        row("1.1", count_target(2), measure="1.1", indicator="1.1"), row("1.2", count_target(2), measure="1.1")
    )
    check(TemplateStamps(), replace(form, unit=replace(form.unit, name="1.1"), centre="1.1"))


_MARKED = st.sampled_from(
    ("&", "<", '"', "'", "xlplan-base", "</sheetData>", "<oddFooter>", "<r>а</r>", "]]>", "&amp;", "_x0041_", "🏛",
     "\n", "\x01", "\xa0", " ", "{0}", "\\1", "$A$1", "&P", "&[Picture]", 's="1"', ' sqref="A1"', "</v></c>")
)  # fmt: skip
TEXTS = st.lists(_MARKED | any_text(6), min_size=1, max_size=6).map("".join)


@pytest.mark.filterwarnings("ignore:Number of footer images")
@settings(deadline=None, max_examples=examples(25, 5))
@given(names=st.lists(TEXTS, min_size=2, max_size=3), centre=TEXTS, texts=st.lists(TEXTS, min_size=4, max_size=4))
def test_no_name_and_no_text_deceives_the_stamp(names: Sequence[str], centre: str, texts: Sequence[str]) -> None:
    measure, indicator, title, answer = texts
    planned = (event("1.1#1", title),)
    rows: tuple[IssueRow, ...] = (
        row("1.1", count_target(2), measure=measure, indicator=indicator, events=planned),
        row("1.2", count_target(3), measure=indicator, direction=measure, task=title),
    )
    stamps = TemplateStamps()
    for name in names:
        form = replace(issue(*rows), unit=replace(issue().unit, name=name), centre=centre, contact=name)
        check(stamps, form)
        check(stamps, form, {"1.1": {"done": answer, "description": answer}}, [{"key": "1.1", "event": answer}])
