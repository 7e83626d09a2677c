"""The narrative of a quarter: it tells what was recorded, marks what is missing, and invents nothing."""

from datetime import timedelta

import pytest

from tests.support.narrative_sample import EDITION, answer, read, snapshot_of, told, told_entries
from tests.support.report_sample import MADE, PLAN, SAID, event
from tests.support.small_plan import DUE, OPEN, QUARTER, figures_of, measure, plan_of
from xlplan.aggregation.narrative.quarter import narrative_of_quarter
from xlplan.aggregation.narrative.texts import LONGEST_TEXT
from xlplan.domain.narrative import NarrativeTable
from xlplan.domain.plan import AddsUp, Better
from xlplan.text.translation import use_language

SPLIT = plan_of(measure("1.1", 3, "split", "AC", title="Лекції для дітей"), shares={"1.1": {"A": 2, "C": 1}})


def test_plan_fact_and_per_cent_stand_beside_the_measure() -> None:
    lead = read(told(SPLIT, {"A": {"1.1": 2}, "C": {"1.1": 0}})).measure("1.1")
    assert lead.startswith("1.1. Лекції для дітей. Зустрічі: план — 3, виконано — 2 (66,7\u00a0%), бракує 1.")


def test_texts_of_units_are_quoted_as_they_are_written_and_attributed() -> None:
    said = {
        "A": [answer("1.1", 2, "  Провели\nу школі № 4, «усно» ")],
        "C": [answer("1.1", 1, "=cmd|' /C calc'!A0")],
    }
    words = read(told_entries(SPLIT, said)).measure("1.1")
    assert "Хорошівське БПД (2 з 2): «Провели у школі № 4, «усно»»." in words
    assert "Овруцьке БПД: «=cmd|' /C calc'!A0»." in words


def test_alike_texts_of_several_units_stand_once() -> None:
    said = {"A": [answer("1.1", 1, "щодня")], "B": [answer("1.1", 1, "щодня")], "C": [answer("1.1", 2, "щодня")]}
    words = read(told_entries(plan_of(measure("1.1", 4, "joint", "ABC")), said)).measure("1.1")
    assert words.endswith(" Хорошівське БПД, Народицьке БПД (1): «щодня». Овруцьке БПД (2): «щодня».")


def test_a_missing_return_is_a_gap_and_never_a_zero() -> None:
    document = read(told(SPLIT, {"A": {"1.1": 2}}))
    assert "план — 3, за поданими звітами — 2. ⚠ звіту не подано: Овруцьке БПД." in document.measure("1.1")
    assert "⚠ звіту не подано: Овруцьке БПД" in document.highlighted
    assert not any("66" in text for text in document.paragraphs)


def test_a_unit_or_a_direction_of_which_nothing_is_known_shows_no_zero_in_a_table() -> None:
    figures = figures_of(SPLIT, {"A": {"1.1": 2}})
    rows = {
        row.place: [cell.text for cell in row.cells]
        for section in narrative_of_quarter(snapshot_of(figures), MADE).sections
        for block in section.blocks
        if isinstance(block, NarrativeTable)
        for row in block.rows
    }
    assert rows["Хорошівське БПД"][2:5] == ["1", "1", "0"]
    assert rows["Овруцьке БПД"][2:] == ["1", "—", "—", "—"]


def test_before_the_due_day_a_return_is_expected() -> None:
    document = read(told(SPLIT, {"A": {"1.1": 2}}, today=OPEN))
    assert "⚠ звіт очікується: Овруцьке БПД" in document.highlighted
    assert "не подано" not in document.text


def test_a_quarter_without_returns_gives_no_figure_but_those_of_the_plan() -> None:
    document = read(told(SPLIT, {}))
    assert "план — 3, даних немає" in document.measure("1.1")
    assert "⚠ Поки невідомо: не прийнято жодного звіту." in document.highlighted


def test_an_open_quarter_says_so_and_a_closed_one_names_its_edition() -> None:
    figures = figures_of(SPLIT, {"A": {"1.1": 2}, "C": {"1.1": 1}})
    opened = narrative_of_quarter(snapshot_of(figures), MADE)
    assert "⚠ ІІ квартал 2021 року не закрито: показано стан на 12.07.2021, 16:40" in read(opened).text
    closed = read(narrative_of_quarter(snapshot_of(figures, edition=EDITION), MADE + timedelta(days=90)))
    assert "зведений звіт, випуск 2 від 15.07.2021; причина нового випуску: «виправлено звіт»" in closed.text
    assert "не закрито" not in closed.text


def test_a_number_without_a_description_or_an_event_is_a_gap() -> None:
    said = {"A": {"1.1": 2}, "C": {"1.1": 0}}
    assert "⚠ опису немає: Хорошівське БПД" in read(told(SPLIT, said)).highlighted
    with_event = told(SPLIT, said, events={"A": [event("1.1", "Лекція", "14.05.2021", "25")]})
    assert "опису немає" not in read(with_event).text


def test_events_are_counted_by_sort_with_the_people_they_reached() -> None:
    events = {
        "A": [event("1.1", "Лекція у школі", "14.05.2021", "25"), event("1.1", "Зустріч", "15.05.2021", "1")],
        "C": [event("1.1", "Лекція", "16.05.2021", "багато"), event("1.1", "Виїзд", "17.05.2021")],
    }
    document = read(told(SPLIT, {"A": {"1.1": 2}, "C": {"1.1": 1}}, events=events))
    words = "Проведено 4 події, з них 2 лекції і 1 зустріч; охоплено 26 осіб"
    assert document.text.count(words) == 2  # of the quarter, and of its only direction
    assert "⚠ кількості осіб не вказано для 2 подій" in document.highlighted


def test_an_event_is_told_with_date_place_people_form_and_partner() -> None:
    events = {
        "A": [event("1.1", "Лекція у школі", "14.05.2021", "25")],
        "C": [event("1.1", "Лекція", "", "багато")],
    }
    words = read(told(SPLIT, {"A": {"1.1": 2}, "C": {"1.1": 1}}, events=events)).measure("1.1")
    assert "14.05.2021, Малин — Лекція у школі (25 осіб, онлайн, разом: місцева рада)" in words
    assert "Малин — Лекція (осіб: «багато», онлайн, разом: місцева рада) ⚠ подія без дати: Овруцьке БПД" in words


def test_an_event_without_a_row_of_the_plan_is_told_all_the_same() -> None:
    said = {"A": {"1.1": 2}, "C": {"1.1": 1}}
    document = read(told(SPLIT, said, events={"A": [event("9.9", "Семінар", "14.05.2021", "3")]}))
    assert ("Heading 1", "Інші події") in document.headings
    assert "Хорошівське БПД: 14.05.2021, Малин — Семінар (3 особи" in document.text


def test_what_nobody_needed_and_what_nobody_was_asked_is_told_in_one_line_each() -> None:
    plan = plan_of(
        measure("1.1", "за потреби", "joint", "AC", title="Допомога"),
        measure("1.2", "", "lead", "A", title="Без плану"),
        measure("1.3", "за потреби", "joint", "AC", title="Супровід"),
    )
    document = read(told(plan, {"A": {"1.1": "∅", "1.3": "∅"}, "C": {"1.1": "∅", "1.3": "∅"}}))
    assert document.paragraph("Потреби не було") == "Потреби не було: 1.1 Допомога; 1.3 Супровід."
    assert document.paragraph("План не задано") == ("План не задано, і нічого не подано: 1.2 Без плану.")


def test_words_of_a_target_stand_beside_the_descriptions() -> None:
    document = read(told(plan_of(measure("1.1", "постійно", "lead", "A")), {"A": {"1.1": "щотижня"}}))
    told_of = document.measure("1.1")
    assert told_of.endswith("Зустрічі: за планом — «постійно». Хорошівське БПД: «щотижня».")


def test_what_exceeds_a_ceiling_is_called_so() -> None:
    plan = plan_of(measure("1.1", "не більше 3", "lead", "A", better=Better.LESS))
    lead = read(told(plan, {"A": {"1.1": 5}})).measure("1.1")
    assert "план — не більше 3, виконано — 5, понад межу на 2." in lead


def test_reasons_and_actions_stand_in_the_table_of_shortfalls_and_what_nobody_says_is_a_gap() -> None:
    said = {"A": [answer("1.1", 0, "", "карантин", "у серпні")], "C": [answer("1.1", 0)]}
    document = read(told_entries(SPLIT, said))
    rows = {row[0]: row for table in document.tables for row in table if "Хорошівське" in row[1]}
    assert rows["1.1"][3:] == ("«карантин»", "«у серпні»")
    assert {"⚠ причину не вказано", "⚠ не сказано, що буде зроблено"} <= set(document.highlighted)
    assert "карантин" not in "".join(document.paragraphs)


def test_the_reason_for_a_common_target_names_each_unit() -> None:
    plan = plan_of(measure("1.1", 4, "joint", "AC"))
    said = {"A": [answer("1.1", 1, "", "карантин")], "C": [answer("1.1", 1, "", "відпустки")]}
    document = read(told_entries(plan, said))
    assert "Хорошівське БПД: «карантин»; Овруцьке БПД: «відпустки»" in document.text


def test_a_possible_double_count_is_marked_at_its_measure() -> None:
    plan = plan_of(measure("1.1", 2, "joint", "AC"))
    document = read(told(plan, {"A": {"1.1": 2}, "C": {"1.1": 1}}))
    assert "⚠ можливий подвійний підрахунок. Разом 3 при спільному плані 2" in document.measure("1.1")


def test_the_year_to_date_stands_beside_the_quarter() -> None:
    plan = plan_of(measure("1.1", 4, "lead", "A", earlier=3))
    lead = read(told(plan, {"A": {"1.1": 4}}, earlier={"A": {"1.1": 1}})).measure("1.1")
    assert "план — 4, виконано — 4 (100\u00a0%); з початку року: план — 7, виконано — 5 (71,4\u00a0%)" in lead


def test_the_year_of_the_latest_number_alone_says_no_more_than_the_quarter() -> None:
    plan = plan_of(measure("1.1", 4, "lead", "A", adds_up=AddsUp.LAST, earlier=3))
    lead = read(told(plan, {"A": {"1.1": 4}}, earlier={"A": {"1.1": 1}})).measure("1.1")
    assert "з початку року" not in lead


def test_what_was_promised_is_told_with_what_came_of_it() -> None:
    plan = plan_of(measure("1.1", 4, "lead", "A", earlier=3))
    figures = figures_of(plan, {"A": {"1.1": 4}}, earlier={"A": {"1.1": 1}})
    assert not figures.promises  # the answer of the last quarter had no text


def test_every_gap_of_the_text_is_in_the_list_of_the_last_page() -> None:
    narrative = told(PLAN, SAID)
    document = read(narrative)
    listed = {row[0] for table in document.tables for row in table if row[0].startswith("⚠")}
    marked = {text for text in document.highlighted if not text.startswith("⚠ Перед підписанням")}
    assert listed == marked == set(narrative.gaps)


def test_a_text_that_fills_a_page_is_cut_and_says_so() -> None:
    said = {"A": [answer("1.1", 2, "слово " * 6000)], "C": [answer("1.1", 1, "так")]}
    document = read(told_entries(SPLIT, said))
    assert len(document.measure("1.1")) < LONGEST_TEXT + 200
    assert "⚠ текст скорочено, у ньому 35999 знаків: Хорошівське БПД" in document.highlighted


def test_personal_data_are_hidden_and_it_is_said_whose_text_had_them() -> None:
    said = {"A": [answer("1.1", 2, "телефон 067 123 45 67")], "C": [answer("1.1", 1, "так")]}
    document = read(told_entries(SPLIT, said))
    assert "067" not in document.text
    assert "⚠ приховано персональні дані: Хорошівське БПД" in document.highlighted


@pytest.mark.parametrize("text", ["<w:p>&amp;</w:p>", "a\x00b\x0bc\x1f", "рядок\u2028рядок", "\ud800", "{0} %s"])
def test_hostile_texts_stay_texts(text: str) -> None:
    said = {"A": [answer("1.1", 2, f"так {text} так")], "C": [answer("1.1", 1, "так")]}
    words = read(told_entries(SPLIT, said)).measure("1.1")
    assert " Хорошівське БПД (2 з 2): «так " in words


def test_the_same_arguments_give_the_same_bytes() -> None:
    from xlplan.documents.narrative.writer import narrative_document

    first, second = (narrative_document(told(PLAN, SAID), None, MADE) for _time in range(2))
    assert first == second


def test_it_reads_in_english_too() -> None:
    use_language("en")
    document = read(told(SPLIT, {"A": {"1.1": 2}}))
    lead = document.measure("1.1")
    assert "plan — 3, done by those who reported — 2. ⚠ no return: Овруцьке БПД." in lead
    assert document.paragraphs[0].startswith("NARRATIVE REPORT")
    assert "quarter II of 2021" in document.paragraphs[0]


def test_the_samples_are_of_the_quarter_that_they_say() -> None:
    assert QUARTER.last_day < DUE
