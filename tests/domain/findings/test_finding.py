"""Every kind of finding has fields, and words in both languages, with the same gaps in source and translation."""

import ast
import gettext
import pickle
from pathlib import Path
from string import Formatter

import pytest

import xlplan
from tests.support.sources import nodes_of
from xlplan.domain.findings import (
    answer_kinds,
    cell_kinds,
    descent_kinds,
    file_kinds,
    number_kinds,
    plan_cell_kinds,
    plan_event_kinds,
    plan_executor_kinds,
    plan_import_kinds,
    plan_import_table_kinds,
    plan_kinds,
    plan_layout_kinds,
    plan_number_kinds,
    plan_source_kinds,
    quarter_kinds,
    record_kinds,
)
from xlplan.domain.findings.answer_kinds import ENTRY_MISSING, ENTRY_NOT_A_NUMBER
from xlplan.domain.findings.catalogue import CATALOGUE, collect_kinds, kinds_of
from xlplan.domain.findings.file_kinds import FILE_EMPTY
from xlplan.domain.findings.finding import Finding, Location, Severity, errors_of
from xlplan.text.translation import LANGUAGES, use_language

UKRAINIAN = gettext.translation("xlplan", Path(xlplan.__file__).parent / "text" / "locale", ["uk"])
SOURCE = Path(xlplan.__file__).parent
# Values that are recorded with a finding, though its words do not show them.
_WITHOUT_WORDS = {"form-withdrawn": {"current"}, "plan-source-to-convert": {"ending"}}
TEMPLATES = sorted({words for kind in CATALOGUE.values() for words in (kind.problem, kind.remedy)})


def gaps(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(template) if name}


def test_every_kind_has_words_in_ukrainian_with_the_same_gaps() -> None:
    translations = {template: UKRAINIAN.gettext(template) for template in TEMPLATES}
    assert [source for source, words in translations.items() if words == source] == []
    assert [source for source, words in translations.items() if gaps(words) != gaps(source)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_says_what_is_wrong_and_what_to_do_as_a_sentence(language: str) -> None:
    use_language(language)
    found = [kind.at(**dict.fromkeys(kind.fields, "9")) for kind in CATALOGUE.values()]
    sentences = [sentence for finding in found for sentence in (finding.problem, finding.remedy)]
    assert [each for each in sentences if not each.endswith((".", "?")) or "{" in each] == []


def test_every_code_is_lower_case_words_and_hyphens() -> None:
    assert all(code.replace("-", "").isalpha() and code.islower() for code in CATALOGUE)


def test_the_fields_of_a_kind_are_the_gaps_of_its_words() -> None:
    wrong = [
        code
        for code, kind in CATALOGUE.items()
        if kind.fields - _WITHOUT_WORDS.get(code, set()) != gaps(kind.problem) | gaps(kind.remedy)
    ]
    assert wrong == []


def test_words_to_translate_are_fields_of_their_kind() -> None:
    assert [code for code, kind in CATALOGUE.items() if not kind.fields.issuperset(kind.words)] == []


@pytest.mark.parametrize("values", [{}, {"heading": "Done", "seen": "5"}, {"headline": "Done"}])
def test_a_value_too_few_too_many_or_misspelt_is_a_bug(values: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="entry-missing takes"):
        ENTRY_MISSING.at(**values)


def test_two_kinds_with_one_code_are_a_bug() -> None:
    with pytest.raises(ValueError, match="row-asked-again"):
        collect_kinds(answer_kinds, answer_kinds)


def test_every_kind_is_a_constant_with_the_name_of_its_code() -> None:
    modules = (
        *(
            plan_kinds,
            plan_layout_kinds,
            plan_import_kinds,
            plan_import_table_kinds,
            plan_cell_kinds,
            plan_event_kinds,
            plan_executor_kinds,
            plan_number_kinds,
            plan_source_kinds,
            descent_kinds,
        ),
        *(file_kinds, answer_kinds, number_kinds, cell_kinds, quarter_kinds, record_kinds),
    )
    names = {
        kind.code: name for module in modules for name, kind in vars(module).items() if kind in kinds_of(module)
    }
    assert names == {code: code.upper().replace("-", "_") for code in CATALOGUE}


def test_a_finding_that_came_from_another_process_is_still_of_its_kind() -> None:
    assert pickle.loads(pickle.dumps(FILE_EMPTY.at())).kind == FILE_EMPTY


def test_every_call_that_makes_a_finding_names_the_fields_of_its_kind() -> None:
    kinds = {code.upper().replace("-", "_"): kind for code, kind in CATALOGUE.items()}
    offenders = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for node in nodes_of(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (kind := kinds.get(node.func.value.id))
        # What stands behind two stars is seen only when the call is made.
        and None not in (names := {keyword.arg for keyword in node.keywords})
        and names != kind.fields
    ]
    assert offenders == []


def test_codes_are_written_only_where_kinds_are_declared() -> None:
    offenders = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.value}"
        for path in sorted(SOURCE.rglob("*.py"))
        if not path.name.endswith("_kinds.py")
        for node in nodes_of(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in CATALOGUE
    ]
    assert offenders == []


def test_headings_in_a_finding_are_translated_when_shown() -> None:
    finding = ENTRY_MISSING.at(heading="Done")
    assert finding.problem.startswith("«Виконано»")
    use_language("en")
    assert finding.problem.startswith("“Done”")


def test_a_value_is_quoted_as_typed_even_where_it_looks_like_a_gap() -> None:
    finding = ENTRY_NOT_A_NUMBER.at(heading="Done", description="Description", seen="{x}")
    assert "{x}" in finding.problem


def test_an_empty_heading_is_not_the_header_of_the_catalogue() -> None:
    assert ENTRY_MISSING.at(heading="").problem.startswith("«»")


@pytest.mark.parametrize(
    ("place", "shown", "whole"),
    [
        (Location(), "", ""),
        (Location(sheet="Звіт"), "Звіт", "Звіт: "),
        (Location(sheet="Звіт", cell="E12", row="1.4"), "Звіт, клітинка E12 · рядок 1.4", "Звіт!E12 · 1.4: "),
        (Location("план.xlsx", "План", "K7"), "План, клітинка K7", "план.xlsx · План!K7: "),
        (Location(row="1.4"), "рядок 1.4", "1.4: "),
    ],
)
def test_a_place_is_shown_from_the_file_inward(place: Location, shown: str, whole: str) -> None:
    finding = FILE_EMPTY.at(place)
    assert place.shown == shown
    assert str(finding) == f"{whole}{finding.problem} {finding.remedy}"


def test_only_errors_must_be_corrected() -> None:
    every = tuple(Finding(kind) for kind in CATALOGUE.values())
    severities = {each.kind.severity for each in errors_of(every)}
    assert severities == {Severity.ERROR}
