"""Which issue a file is: by the codes it carries, never guessed."""

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.return_tables import CARRIERS, LUG, form_code, issue, issue_row, returned
from xlplan.domain.issue import Issue, IssueStanding
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import ReturnContent
from xlplan.validation.identification import identify

OURS = issue(issue_row("1.1"))
NEWER = issue(issue_row("1.1"), code=form_code(token="AAAA"), issued=date(2021, 5, 20))
NEXT = issue(issue_row("1.1"), code=form_code(quarter=Quarter(2021, 3)))
OTHER_UNIT = issue(issue_row("1.1"), code=form_code("LUG"), unit=LUG)
OTHER_UNIT_NEXT = issue(issue_row("1.1"), code=form_code("LUG", Quarter(2021, 3)), unit=LUG)
CODE = str(OURS.form_code)


def standing(issues: Sequence[Issue]) -> dict[str, IssueStanding]:
    """The issues by form code, as they stand after all of them."""
    latest = {(each.unit.code, each.quarter): each for each in issues}
    newest = {each.unit.code: each.quarter for each in sorted(issues, key=lambda each: each.quarter)}
    return {
        str(each.form_code): IssueStanding(each, latest[each.unit.code, each.quarter], newest[each.unit.code])
        for each in issues
    }


def identified(file: ReturnContent, issues: Sequence[Issue] = (OURS,)) -> tuple[Issue | None, list[str]]:
    """The issue and the codes of the findings; the later of two issues of a unit and quarter counts."""
    found_issue, findings = identify(file, "KR", standing(issues), "Коростенський МЦ")
    for finding in findings:
        assert finding.problem
        assert finding.remedy
    return found_issue, [finding.code for finding in findings]


def carrying(**codes: str) -> ReturnContent:
    return returned(codes={name.replace("_", " "): tuple(code.split()) for name, code in codes.items()})


def test_a_file_whose_carriers_agree_is_that_issue() -> None:
    assert identified(returned()) == (OURS, [])


@pytest.mark.parametrize("left", [each for n in (1, 2, 3) for each in combinations(CARRIERS, n)])
def test_any_one_carrier_that_survives_suffices_and_the_lost_ones_are_noted(left: tuple[str, ...]) -> None:
    assert identified(returned(codes=dict.fromkeys(left, (CODE,)))) == (OURS, ["carriers-lost"])


def test_the_lost_carriers_are_named_in_plain_words() -> None:
    _issue, findings = identify(carrying(visible=CODE, name=CODE), "KR", standing((OURS,)))
    assert dict(findings[0].values)["seen"] == "властивість документа, прихований аркуш"


def test_carriers_that_disagree_are_asked_about_never_outvoted() -> None:
    other = str(OTHER_UNIT.form_code)
    file = carrying(visible=other, property=CODE, hidden_sheet=CODE, name=CODE)
    assert identified(file, (OURS, OTHER_UNIT)) == (None, ["identity-disagrees"])


def test_two_codes_in_one_carrier_are_asked_about() -> None:
    file = carrying(visible=f"{CODE} {OTHER_UNIT.form_code}")
    assert identified(file, (OURS, OTHER_UNIT)) == (None, ["identity-disagrees"])


def test_a_template_without_any_code_is_asked_about() -> None:
    assert identified(returned(codes={})) == (None, ["identity-missing"])


def test_a_workbook_that_is_no_template_is_not_ours() -> None:
    assert identified(returned(codes={}, recognised=False)) == (None, ["not-ours"])


# The last sign is the check character.
MISTYPED = f"{CODE[:-1]}{'2' if CODE[-1] != '2' else '3'}"


@pytest.mark.parametrize(("recognised", "expected"), [(True, "identity-missing"), (False, "not-ours")])
def test_a_code_with_a_wrong_check_character_is_no_code(recognised: bool, expected: str) -> None:
    codes = {"visible": (MISTYPED,)}
    assert identified(returned(codes=codes, recognised=recognised)) == (None, [expected])


def values(file: ReturnContent, centre_name: str = "Коростенський МЦ") -> dict[str, str]:
    """What the one finding about whose return it is says."""
    _issue, (finding,) = identify(file, "KR", standing((OURS,)), centre_name)
    return dict(finding.values)


def test_codes_that_disagree_are_all_named() -> None:
    other = str(OTHER_UNIT.form_code)
    assert values(carrying(visible=other, property=CODE)) == {"seen": ", ".join(sorted((CODE, other)))}


def test_what_is_no_template_is_told_by_the_sheet_that_it_lacks() -> None:
    assert values(returned(codes={}, recognised=False)) == {"sheet": "Report"}
    assert values(returned(codes={"visible": (MISTYPED,)}, recognised=False)) == {"sheet": "Report"}


def test_a_code_of_another_centre_is_told_with_both_centres_ours_by_name_where_it_has_one() -> None:
    theirs = form_code(centre="ZT")
    file = carrying(visible=str(theirs))
    assert values(file) == {"seen": str(theirs), "theirs": "ZT", "ours": "Коростенський МЦ"}
    assert values(file, "")["ours"] == "KR"
    _issue, (finding,) = identify(file, "KR", {})
    assert dict(finding.values)["ours"] == "KR"


def test_a_code_that_was_never_issued_is_told_with_its_quarter() -> None:
    unknown = form_code(token="ZZZZ")
    assert values(carrying(visible=str(unknown))) == {"seen": str(unknown), "quarter": "ІІ квартал 2021 року"}


def test_a_code_of_another_centre_is_told_apart() -> None:
    assert identified(carrying(visible=str(form_code(centre="ZT")))) == (None, ["other-centre"])


def test_a_code_of_ours_that_was_never_issued_is_told_apart() -> None:
    assert identified(carrying(visible=str(form_code(token="ZZZZ")))) == (None, ["not-issued"])


def test_a_template_that_was_replaced_is_known_with_the_date_and_the_newer_code_noted() -> None:
    assert identified(returned(), (OURS, NEWER)) == (OURS, ["form-older"])
    _issue, findings = identify(returned(), "KR", standing((OURS, NEWER)))
    assert dict(findings[0].values) == {"date": "20.05.2021", "current": str(NEWER.form_code)}


def test_a_template_of_a_unit_that_owes_nothing_any_more_is_an_error() -> None:
    nothing = issue(code=form_code(token="AAAA"), issued=date(2021, 5, 20))
    assert identified(returned(), (OURS, nothing)) == (OURS, ["form-withdrawn"])


def test_the_newer_template_counts() -> None:
    assert identified(returned(codes={c: (str(NEWER.form_code),) for c in CARRIERS}), (OURS, NEWER)) == (NEWER, [])


def test_an_earlier_quarter_than_the_one_being_collected_is_taken_with_a_warning() -> None:
    assert identified(returned(), (OURS, NEXT)) == (OURS, ["earlier-quarter"])


def test_a_later_quarter_of_another_unit_is_no_matter() -> None:
    assert identified(returned(), (OURS, OTHER_UNIT_NEXT)) == (OURS, [])


_HELD = st.dictionaries(
    st.sampled_from(CARRIERS),
    st.lists(st.sampled_from([CODE, str(OTHER_UNIT.form_code), str(form_code(centre="ZT"))]), max_size=2).map(
        tuple
    ),
)


@given(_HELD, st.permutations(CARRIERS))
def test_the_vote_never_depends_on_the_order_of_carriers_and_never_picks_one_of_two_codes(
    held: dict[str, tuple[str, ...]], order: list[str]
) -> None:
    issues = (OURS, OTHER_UNIT)
    answer = identified(returned(codes=held), issues)
    assert answer == identified(returned(codes={name: held[name] for name in order if name in held}), issues)
    if len({code for codes in held.values() for code in codes}) != 1:
        assert answer[0] is None
