"""A plan pasted as it stands on paper: what its cells mean, and that they mean the same as typed ones."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import Office
from tests.support.paths import ROOT
from tests.support.plan_workbook import PLAN_HEADINGS, plan_book, planned
from xlplan.documents.plan_reader.codes import plain_code, plain_level, split_code
from xlplan.documents.plan_reader.event_lists import split_events
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.documents.plan_reader.responsible import UnitsByName, read_names
from xlplan.domain.findings.finding import Severity, errors_of
from xlplan.domain.plan import Counting, Plan, Unit, UnitKind
from xlplan.domain.target import UNSET
from xlplan.text.normalize import match_key

KOROSTEN = next((ROOT / "templates").glob("*.xlsx"))
LIVOBEREZHNYI = next((ROOT / "examples/livoberezhnyi-2023/templates").glob("*.xlsx"))
NBSP = "\N{NO-BREAK SPACE}"
Q2 = {"Період": "ІІ квартал 2021 року"}
UNITS: list[list[object]] = [
    ["KOR", "Коростенський МЦ", "апарат центру", "Коростенський МЦ та бюро ПД"],
    ["HOR", "Хорошівське БПД", "бюро", "Коростенський МЦ та бюро ПД"],
    ["LUG", "Лугинське БПД", "бюро", "Коростенський МЦ та бюро ПД"],
    ["FIN", "відділ фінансів, бухгалтерського обліку та звітності", "відділ", None],
]
MEANT = UnitsByName(
    {
        match_key(name): tuple(Unit(code, name, UnitKind.BUREAU) for code in codes)
        for name, codes in {
            "Коростенський МЦ": ["KOR"],
            "Хорошівське БПД": ["HOR"],
            "Лугинське БПД": ["LUG"],
            "відділ фінансів, бухгалтерського обліку та звітності": ["FIN"],
        }.items()
    }
    | {
        match_key("Коростенський МЦ та бюро ПД"): tuple(
            Unit(code, name, UnitKind.BUREAU, ("Коростенський МЦ та бюро ПД",))
            for code, name in (("KOR", "Коростенський МЦ"), ("HOR", "Хорошівське БПД"), ("LUG", "Лугинське БПД"))
        )
    }
)


def plan_of(path: Path) -> Plan:
    plan, findings = read_plan(path)
    assert plan is not None, [str(finding) for finding in errors_of(findings)]
    return plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "План.xlsx"


@pytest.mark.parametrize(
    ("text", "code", "rest"),
    [
        ("Захід 1.4.5 Проведення лекцій", "1.4.5", "Проведення лекцій"),
        ("ЗАХІД\t1.4.5. Проведення", "1.4.5", "Проведення"),
        ("Захід № 5 Проведення", "5", "Проведення"),
        ("1.1.2.2. Підготовка", "1.1.2.2", "Підготовка"),
        ("1.1.2.2 «Підготовка»", "1.1.2.2", "«Підготовка»"),
        ("1. Лекції", "1", "Лекції"),
        ("Захід 1.4.5", "1.4.5", ""),
        ("1.4.10 Організація виступів", "1.4.10", "Організація виступів"),
        ("01.04.10 День довкілля", "", "01.04.10 День довкілля"),
        ("16 днів проти насильства", "", "16 днів проти насильства"),
        ("01.06.2021 День захисту дітей", "", "01.06.2021 День захисту дітей"),
        ("2.5-годинний семінар", "", "2.5-годинний семінар"),
        ("Заходи 2021 року", "", "Заходи 2021 року"),
    ],
)
def test_a_measure_s_text_may_begin_with_its_code(text: str, code: str, rest: str) -> None:
    assert split_code(text) == (code, rest)


@pytest.mark.parametrize("text", ["1.4.5", "1.4.5.", "Захід 1.4.5", "захід 1.4.5.", " 1.4. 5 "])
def test_a_code_is_plain_without_word_and_points(text: str) -> None:
    assert plain_code(text) == "1.4.5"


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Підзавдання 1.1.3. Зменшення рівня", "1.1.3 Зменшення рівня"),
        ("1.1.3 Зменшення рівня", "1.1.3 Зменшення рівня"),
        ("Завдання 1.2: Підвищення", "1.2 Підвищення"),
        ("Напрям 1 Доступ", "1. Доступ"),
        ("1. Доступ", "1. Доступ"),
        ("1.1.Розширення", "1.1 Розширення"),
        ("16 днів проти насильства", "16 днів проти насильства"),
        ("Завдання щодо доступу", "Завдання щодо доступу"),
        ("1.1", "1.1"),
    ],
)
def test_a_level_has_one_spelling(text: str, level: str) -> None:
    assert plain_level(text) == level


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Хорошівське БПД", ["Хорошівське БПД"]),
        ("Працівники Хорошівського БПД", ["Хорошівське БПД"]),
        ("Працівники\nХорошівського БПД", ["Хорошівське БПД"]),
        ("Працівники Лугинського БПД Працівники Хорошівського БПД", ["Лугинське БПД", "Хорошівське БПД"]),
        ("Лугинське БПД, Хорошівське БПД", ["Лугинське БПД", "Хорошівське БПД"]),
        ("Лугинського та Хорошівського БПД", ["", "Хорошівське БПД"]),
        ("Лугинське БПД і Хорошівське БПД;", ["Лугинське БПД", "Хорошівське БПД"]),
        ("Працівники Коростенського МЦ та бюро ПД", ["Коростенський МЦ та бюро ПД"]),
        ("Коростенський МЦ та Хорошівське БПД", ["Коростенський МЦ", "Хорошівське БПД"]),
        (
            "Лугинське БПД, відділ фінансів, бухгалтерського обліку та звітності",
            ["Лугинське БПД", "відділ фінансів, бухгалтерського обліку та звітності"],
        ),
        ("відділу фінансів, бухгалтерського обліку та звітності", [UNITS[3][1]]),
        ("Хорошевське БПД", [""]),
        ("Лугинське БПД; відділ кадрів, архіву та пошти", ["Лугинське БПД", ""]),
        ("—", []),
    ],
)
def test_names_are_known_however_they_are_written_on_paper(text: str, known: list[str]) -> None:
    assert [name.known for name in read_names(text, MEANT)] == known


def test_a_name_that_fits_two_units_is_not_guessed() -> None:
    names = ("Малинський відділ", "Малинська відділ")
    two = UnitsByName({match_key(name): (Unit("A", name, UnitKind.BUREAU),) for name in names})
    assert [name.known for name in read_names("Малинського відділу", two)] == [""]


@pytest.mark.parametrize(
    ("text", "title", "events"),
    [
        ("Лекції\n- в суді;\n– у школі", "Лекції", ("в суді", "у школі")),
        ("Лекції\n• в суді\nм. Хорошів", "Лекції", ("в суді м. Хорошів",)),
        ("Лекції\nта семінари", "Лекції та семінари", ()),
        ("Лекції для:\n- дітей\n- дорослих", "Лекції для: - дітей - дорослих", ()),
        ("- лекції", "- лекції", ()),
        ("Супровід; - комплекс заходів", "Супровід; - комплекс заходів", ()),
    ],
)
def test_lines_that_begin_with_a_dash_are_events(text: str, title: str, events: tuple[str, ...]) -> None:
    assert split_events(text) == (title, events)


TYPED: list[list[object]] = [
    ["1. Доступ", "1.1 Інформація", "—", "Мета", "1.1.1", "Лекції", "Хорошівське БПД", "протягом кварталу",
     "лекції", None, None, 5],
    ["1. Доступ", "1.1 Інформація", "—", "Мета", "1.1.2", "Зустрічі об'єднань", "Лугинське БПД; Хорошівське БПД",
     "протягом кварталу", "зустрічі", None, None, 2, None, None, 2],
    ["1. Доступ", "1.2 Якість", "—", "Мета друга", "1.2.1", "Сайт", "Коростенський МЦ та бюро ПД", "—", "записи",
     None, None, "Постійно"],
    ["2. Люди", "2.1 Громади", "—", "—", "2.1.1", "Поради", "Хорошівське БПД", "—", "поради", None, None,
     "За потреби"],
]  # fmt: skip
TYPED_EVENTS = [
    ["1.1.2", None, "Лугинське БПД", "II", None, "зустріч у Лугинах"],
    ["1.1.2", None, "Хорошівське БПД", "II", None, "зустріч у Хорошеві"],
]
PASTED: list[Sequence[object]] = [
    PLAN_HEADINGS,
    list(range(1, 17)),
    ["1. Доступ"],
    [None, "Завдання 1.1. Інформація", "-", "Мета", None, "Захід 1.1.1 Лекції", "Працівники Хорошівського БПД",
     f"протягом{NBSP}кварталу", "лекції", "−", "--", f"5{NBSP}", "―", None, None, "-"],
    [None, None, None, None, "1.1.2.", "Захід 1.1.2. Зустрiчі обʼєднань", None, "протягом кварталу", "зустрічі",
     None, None, "2,0", None, None, "２"],
    [None, None, None, None, None, "- зустріч у Лугинах\n- зустріч у Хорошеві",
     "Працівники Лугинського БПД\nПрацівники Хорошівського БПД"],
    [None, None, None, None, None, "Всього за завданням", None, None, None, None, None, 7],
    [None, "Завдання 1.2: Якість", None, "Мета друга", "Захід 1.2.1", "Сайт",
     "працівники Коростенського МЦ та бюро ПД", None, "записи", None, None, "Постійно"],
    ["Примітка: строки уточнюються"],
    ["2. Люди"],
    [None, "2.1. Громади", None, None, None, "2.1.1 Поради", "Хорошівське БПД", None, "поради", None, None,
     "За потреби"],
]  # fmt: skip


def test_a_plan_pasted_from_paper_reads_as_the_one_typed_by_hand(tmp_path: Path) -> None:
    typed = plan_book(tmp_path / "a.xlsx", details=Q2, units=UNITS, plan=TYPED, shares=TYPED_EVENTS)
    pasted = plan_book(tmp_path / "b.xlsx", details=Q2, units=UNITS, plan=PASTED)
    assert in_names_of_units(plan_of(pasted)) == plan_of(typed)


def in_names_of_units(plan: Plan) -> Plan:
    """The plan without its own words for executors."""
    return replace(plan, measures=tuple(replace(each, executors=()) for each in plan.measures))


def test_a_plan_keeps_its_own_words_for_executors(tmp_path: Path) -> None:
    pasted = plan_book(tmp_path / "b.xlsx", details=Q2, units=UNITS, plan=PASTED)
    assert [each.executors for each in plan_of(pasted).measures] == [
        ("Працівники Хорошівського БПД",),
        ("Працівники Лугинського БПД", "Працівники Хорошівського БПД"),
        ("працівники Коростенського МЦ та бюро ПД",),
        (),
    ]


def test_everything_understood_is_told(tmp_path: Path) -> None:
    findings = read_plan(plan_book(tmp_path / "b.xlsx", details=Q2, units=UNITS, plan=PASTED))[1]
    assert [(each.code, each.location.cell) for each in findings if each.severity is not Severity.NOTE] == []
    assert [(each.code.removeprefix("plan-"), each.location.cell) for each in findings] == [
        ("row-left-out", "A2"),
        ("row-left-out", "A3"),
        ("letters-mended", "F6"),
        ("row-left-out", "F8"),
        ("row-left-out", "A10"),
        ("code-taken", "F5"),
        ("number-read", "L5"),
        ("number-read", "L6"),
        ("number-read", "O6"),
        ("code-taken", "F12"),
        ("event-listed", "F7"),
        ("event-listed", "F7"),
    ]


def test_events_of_one_unit_are_its_own(path: Path) -> None:
    rows = [planned("1.1", "Лекції\n- в суді\n- у школі", "Хорошівське БПД", "лекції", None, None, 2)]
    plan = plan_of(plan_book(path, plan=rows))
    assert [(each.key, each.unit, each.quarter.number, each.title) for each in plan.events] == [
        ("1.1#1", "HOR", 2, "в суді"),
        ("1.1#2", "HOR", 2, "у школі"),
    ]
    assert plan.measures[0].title == "Лекції"


def test_events_of_as_many_units_are_theirs_in_order_and_counting_stays_joint(path: Path) -> None:
    names = "Працівники Лугинського БПД\nПрацівники Хорошівського БПД"
    rows = [planned("1.1", "Лекції\n- в суді\n- у школі", names, "лекції", None, None, 2)]
    plan = plan_of(plan_book(path, plan=rows))
    assert [(each.unit, each.title) for each in plan.events] == [("LUG", "в суді"), ("HOR", "у школі")]
    assert (plan.measures[0].indicators[0].counting, plan.shares) == (Counting.JOINT, ())


def test_an_event_listed_in_both_places_is_one(path: Path) -> None:
    rows = [planned("1.1", "Лекції\n- в суді\n- у школі", "Бюро", "лекції", None, 1, 1)]
    shares = [
        ["1.1", None, "Хорошівське БПД", "I", None, "В  суді"],
        ["1.1", None, "Лугинське БПД", "II", None, "у шкoлі", "травень"],
    ]
    plan = plan_of(plan_book(path, plan=rows, shares=shares))
    assert [(each.unit, each.title, each.on) for each in plan.events] == [
        ("HOR", "В суді", ""),
        ("LUG", "у школі", "травень"),
    ]


def test_events_below_a_measure_that_names_nobody_say_who_is_responsible(path: Path) -> None:
    rows = [
        planned("1.1", "Лекції", None, "лекції", None, 1),
        planned(None, "- у школі", "Працівники Лугинського БПД"),
    ]
    plan = plan_of(plan_book(path, plan=rows))
    assert (plan.measures[0].units, [each.unit for each in plan.events]) == (("LUG",), ["LUG"])


def test_a_whole_number_may_be_a_code(path: Path) -> None:
    assert [each.code for each in plan_of(plan_book(path, plan=[planned(5, "Лекції", "Усі", "л")])).measures] == [
        "5"
    ]


def test_an_indicator_may_be_called_total(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Усі", "жінок", None, 1), planned(None, None, None, "Разом", None, 2)]
    (measure,) = plan_of(plan_book(path, plan=rows)).measures
    assert [each.title for each in measure.indicators] == ["жінок", "Разом"]


def test_a_word_with_another_latin_letter_is_left_as_it_is(path: Path) -> None:
    rows = [planned("1.1", "Платформа WikiLegalAid і Zoom-зустрічі", "Усі", "л")]
    plan, findings = read_plan(plan_book(path, plan=rows))
    assert plan is not None
    assert plan.measures[0].title == "Платформа WikiLegalAid і Zoom-зустрічі"
    assert "plan-letters-mended" not in {each.code for each in findings}


def test_people_in_a_cell_merged_downward_are_told_once(path: Path) -> None:
    rows = [
        planned("1.1", "Лекції", "Лугинського БПД", "л", None, 1),
        planned("1.2", "Сайт", None, "с", None, 1),
    ]
    plan, findings = read_plan(plan_book(path, plan=rows, merged=["G2:G3"]))
    assert plan is not None
    assert [each.units for each in plan.measures] == [("LUG",), ("LUG",)]
    assert [(each.code, each.location.cell) for each in findings] == [("plan-name-understood", "G2")]


def test_a_spelling_that_a_plan_uses_throughout_is_told_once(path: Path) -> None:
    rows = [planned(f"1.{at}", f"Лекції {at}", "Лугинського БПД", "л", None, 1) for at in (1, 2, 3)]
    _plan, findings = read_plan(plan_book(path, plan=rows))
    assert [(each.code, each.location.cell) for each in findings] == [("plan-name-understood", "G2")]


def test_the_people_of_a_unit_are_the_words_of_the_plan_and_need_no_note(path: Path) -> None:
    rows = [planned("1.1", "Лекції", "Працівники Лугинського БПД", "л", None, 1)]
    assert read_plan(plan_book(path, plan=rows))[1] == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Працівники Лугинського БПД", ("Працівники Лугинського БПД",)),
        ("Працівники Лугинського БПД (2)", ("Працівники Лугинського БПД",)),
        ("Працівники Лугинського БПД, Іваненко О.П.", ("Працівники Лугинського БПД",)),
        ("начальник Лугинського БПД", ("начальник Лугинського БПД",)),
        ("Лугинське  БПД", ()),
        ("ЛУГИНСЬКЕ БПД", ()),
        ("Лугинське БПД; працівники Хорошівського БПД", ("Лугинське БПД", "працівники Хорошівського БПД")),
    ],
)
def test_the_words_for_an_executor_are_those_of_the_cell_without_numbers_and_persons(
    typed: str, words: tuple[str, ...], path: Path
) -> None:
    plan = plan_of(plan_book(path, plan=[planned("1.1", "Лекції", typed, "л", None, 1)]))
    assert plan.measures[0].executors == words


def test_the_words_for_an_executor_go_down_to_the_measures_below(path: Path) -> None:
    rows: list[Sequence[object]] = [
        planned("1.1", "Лекції", "Працівники Лугинського БПД", "л", None, 1),
        [None, None, None, None, "1.1", "Лекції", "Лугинське БПД", None, "с", None, 1],
        planned("1.2", "Сайт", "Хорошівське БПД", "с", None, 1),
    ]
    plan = plan_of(plan_book(path, plan=rows))
    assert [each.executors for each in plan.measures] == [("Працівники Лугинського БПД",), ()]


def test_a_cell_merged_downward_is_mended_with_one_note(path: Path) -> None:
    rows = [
        ["1. Дoступ", *planned("1.1", "Лекції", "Усі", "л", None, 1)[1:]],
        planned("1.2", "Сайт", "Усі", "с", None, 1),
    ]
    plan, findings = read_plan(plan_book(path, plan=rows, merged=["A2:A3"]))
    assert plan is not None
    assert {each.direction for each in plan.measures} == {"1. Доступ"}
    assert [(each.code, each.location.cell) for each in findings] == [("plan-letters-mended", "A2")]


def test_a_column_that_is_none_of_the_sheet_s_is_told(path: Path) -> None:
    findings = read_plan(plan_book(path, plan=[[*planned("1.1", "Лекції", "Усі", "л", None, 1), "особисте"]]))[1]
    assert [(each.code, each.location.cell) for each in findings] == [("plan-column-not-read", "V2")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("постйно", "«постійно»"),
        ("за дорученям КЦ", "«за дорученням»"),
        ("5 лекцій", "«постійно», «за потреби», «за дорученням»"),
    ],
)
def test_an_unclear_target_comes_with_the_words_that_were_probably_meant(
    path: Path, typed: str, words: str
) -> None:
    (finding,) = read_plan(plan_book(path, plan=[planned("1.1", "Лекції", "Усі", "л", None, typed)]))[1]
    assert words in finding.remedy


@pytest.mark.office
@pytest.mark.parametrize("to", ["xlsx", "ods", "xls"])
def test_cells_merged_downward_read_the_same_from_every_format(path: Path, to: str, office: Office) -> None:
    rows = [
        ["1. Доступ", "1.1 Інформація", None, "Мета", "1.1.1", "Лекції", "Лугинське БПД", None, "лекції", None, 1],
        [None, None, None, None, "1.1.2", "Тренінги", None, None, "тренінги", None, 2, None, "=1/0"],
    ]
    plan_book(path, plan=rows, merged=["A2:A3", "B2:B3", "D2:D3", "G2:G3"])
    book = office(path, to)
    assert [(each.code, each.location.cell) for each in read_plan(book)[1]] == [("entry-without-value", "M3")]
    plan_book(path, plan=[rows[0], rows[1][:11]], merged=["A2:A3", "B2:B3", "D2:D3", "G2:G3"])
    measures = plan_of(office(path, to)).measures
    assert [(each.direction, each.task, each.purpose, each.units) for each in measures] == [
        ("1. Доступ", "1.1 Інформація", "Мета", ("LUG",))
    ] * 2


def on_paper(plan: Plan) -> list[list[object]]:
    """The rows of the printed quarterly plan: events under the text of each measure, people beside them."""
    rows: list[list[object]] = []
    above = ("", "")
    for measure in plan.measures:
        (indicator,) = measure.indicators
        events = [each for each in plan.events if each.key.startswith(f"{measure.code}#")]
        # Where the scan hides the text of an event, paper cannot say whose the others are.
        events = events if all(each.title for each in events) else []
        text = "\n".join([f"Захід {measure.code} {measure.title}", *(f"- {each.title}" for each in events)])
        people = [plan.unit(each.unit).name for each in events] if len(events) > 1 else [measure.responsible]
        people = people if set(people) == set(measure.responsible.split("; ")) else measure.responsible.split("; ")
        genitive = [re.sub("ьк(е|ий) ", "ького ", name) for name in people]
        if measure.direction != above[0]:
            rows.append([measure.direction])
        task = f"Завдання {measure.task}" if measure.task != above[1] else None
        above = (measure.direction, measure.task)
        responsible = "\n".join(f"Працівники {name}" for name in genitive)
        target = "-" if indicator.total == UNSET else str(indicator.total.shown)
        row = [None, task, None, measure.purpose, None, text, responsible, measure.term, indicator.title]
        rows.append([*row, None, None, target])
    return rows


def test_the_real_quarterly_plan_put_on_paper_and_pasted_back_keeps_all_that_paper_holds(path: Path) -> None:
    real = plan_of(KOROSTEN)
    hidden = ("1.1.3", "3.1.1")
    units = [[each.code, each.name, "бюро", "; ".join(each.groups)] for each in real.units]
    plan_book(path, details=Q2, units=units, plan=on_paper(real))
    read = plan_of(path)
    shown = [
        [(each.code, each.title, each.task, each.units, each.responsible, each.indicators[0].targets)
         for each in plan.measures]
        for plan in (read, real)
    ]  # fmt: skip
    assert shown[0] == shown[1]
    told = [
        [(each.key, each.unit, each.quarter, each.title) for each in plan.events if each.key[:5] not in hidden]
        for plan in (read, real)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 37


def printed_year(plan: Plan) -> list[list[object]]:
    """The rows of the printed yearly plan: under each indicator's name a row of the centre with the targets."""
    rows: list[list[object]] = []
    above: tuple[str, ...] = ("", "", "")
    for measure in plan.measures:
        (indicator,) = measure.indicators
        levels = (measure.task, measure.subtask, measure.purpose)
        words = (f"Завдання {measure.task}", f"Підзавдання {measure.subtask}", measure.purpose)
        shown = [None if levels[: at + 1] == above[: at + 1] else word for at, word in enumerate(words)]
        above = levels
        people = measure.responsible.replace("; ", ", ")
        rows.append([None, *shown, None, f"{measure.code}. {measure.title}", people, None, indicator.title, None])
        rows[-1] += [None] * 5 + [indicator.note]
        counts = {quarter.number: target.shown for quarter, target in indicator.targets}
        typed = indicator.total.count is None and bool(counts)
        values = [None if typed else counts.get(number) for number in range(1, 5)]
        if counts:
            rows.append([*[None] * 8, plan.centre.name, None, *values, indicator.total.shown])
    return rows


def test_the_real_yearly_plan_pasted_as_printed_reads_as_its_workbook(path: Path) -> None:
    real = plan_of(LIVOBEREZHNYI)
    kinds = {UnitKind.OFFICE: "апарат центру", UnitKind.DEPARTMENT: "відділ"}
    units = [[each.code, each.name, kinds[each.kind]] for each in real.units]
    centre = real.centre
    details = {"Код центру": centre.code, "Центр": centre.name, "Повна назва": centre.title}
    details |= {"Період": centre.period, "Назва плану": centre.plan_title, "Коротка назва": centre.short}
    plan_book(path, details=details, units=units, plan=printed_year(real))
    assert plan_of(path) == real
