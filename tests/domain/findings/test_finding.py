"""Every kind of finding has words in both languages, with the same gaps in source and translation."""

import gettext
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

import xlplan
from xlplan.domain.findings.finding import CATALOGUE, Finding, Location, Severity, errors_of, make_finding
from xlplan.text.translation import use_language

UKRAINIAN = gettext.translation("xlplan", Path(xlplan.__file__).parent / "text" / "locale", ["uk"])
TEMPLATES = sorted({words for kind in CATALOGUE.values() for words in (kind.problem, kind.remedy)})


def gaps(template: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(template) if name}


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_kind_has_words_in_ukrainian_with_the_same_gaps(template: str) -> None:
    translated = UKRAINIAN.gettext(template)
    assert translated != template
    assert gaps(translated) == gaps(template)


@pytest.mark.parametrize(("code", "language"), list(product(CATALOGUE, ("uk", "en"))))
def test_every_kind_says_what_is_wrong_and_what_to_do_as_a_sentence(code: str, language: str) -> None:
    use_language(language)
    kind = CATALOGUE[code]
    finding = make_finding(code, **dict.fromkeys(gaps(kind.problem) | gaps(kind.remedy), "9"))
    for sentence in (finding.problem, finding.remedy):
        assert sentence.endswith((".", "?"))
        assert "{" not in sentence


def test_every_code_is_lower_case_words_and_hyphens() -> None:
    assert all(code.replace("-", "").isalpha() and code.islower() for code in CATALOGUE)


def test_a_code_that_the_catalogue_lacks_is_a_bug() -> None:
    with pytest.raises(KeyError):
        make_finding("no-such-kind")


def test_headings_in_a_finding_are_translated_when_shown() -> None:
    finding = make_finding("entry-missing", heading="Done")
    assert finding.problem.startswith("«Виконано»")
    use_language("en")
    assert finding.problem.startswith("“Done”")


def test_a_value_is_quoted_as_typed_even_where_it_looks_like_a_gap() -> None:
    finding = make_finding("entry-not-a-number", heading="Done", description="Description", seen="{x}")
    assert "{x}" in finding.problem


def test_an_empty_heading_is_not_the_header_of_the_catalogue() -> None:
    assert make_finding("entry-missing", heading="").problem.startswith("«»")


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
    finding = make_finding("file-empty", place)
    assert place.shown == shown
    assert str(finding) == f"{whole}{finding.problem} {finding.remedy}"


def test_only_errors_must_be_corrected() -> None:
    every = tuple(Finding(code) for code in CATALOGUE)
    severities = {CATALOGUE[each.code].severity for each in errors_of(every)}
    assert severities == {Severity.ERROR}
