"""Signatures under a table: who signs, who prepared it, a telephone. They are no rows of the table."""

import re
from collections.abc import Mapping, Sequence

from xlplan.documents.plan_reader.codes import CODE, plain_code, split_code
from xlplan.documents.plan_reader.table import Row
from xlplan.domain.sheets import PLAN, SHARES, Sheet
from xlplan.domain.target_reading import is_target
from xlplan.domain.term_reading import read_term
from xlplan.domain.unit_of_measure import MOST_DECIMALS, UnitOfMeasure
from xlplan.text.normalize import clean_spaces, latin_code, match_key

_POST = re.compile(
    rf"(?:{match_key('т.в.о.|т. в. о.|в.о.|в. о.|виконувач|виконувачка|перший|перша|головний|головна|провідний')}"
    rf"|{match_key('провідна|старший|старша|заступник|заступниця|директор|директорка|директора|начальник')}"
    rf"|{match_key('начальниця|керівник|керівниця|завідувач|завідувачка|голова|секретар|спеціаліст')}"
    rf"|{match_key('спеціалістка|фахівець|фахівчиня|юрист|юристка|юрисконсульт|бухгалтер|менеджер|менеджерка')}"
    rf"|{match_key('координатор|координаторка|acting|deputy|first deputy|director|head|chief|manager|secretary')}"
    rf"|{match_key('officer|specialist|coordinator|chair|chairman|chairwoman|chairperson')})(?!\w)"
)
_ACT = re.compile(
    rf"(?:{match_key('виконавець|виконавиця|виконав|виконала|підготував|підготувала|підготовлено|склав|склала')}"
    rf"|{match_key('розробник|розробив|розробила|розроблено|погоджено|погоджую|узгоджено|затверджено|затверджую')}"
    rf"|{match_key('ознайомлений|ознайомлена|ознайомлені|підпис|м.п.|м. п.|prepared|drafted|compiled|approved')}"
    rf"|{match_key('agreed|signed|signature|executor|contact person|контактна особа|контакти')})(?!\w)"
)
_CAPITAL, _SMALL = "А-ЯІЇЄҐA-Z", "а-яіїєґa-z'"
# A surname in capital letters has a vowel. “Хорошівське БПД” ends in an abbreviation and is a unit.
_SPOKEN = f"(?=[{_CAPITAL}'-]*[АЕЄИІЇОУЮЯAEIOUY])"
_NAME = re.compile(
    rf"[{_CAPITAL}]\.\s?(?:[{_CAPITAL}]\.\s?)?[{_CAPITAL}][{_SMALL}{_CAPITAL}-]+"
    rf"|[{_CAPITAL}][{_SMALL}{_CAPITAL}-]+\s[{_CAPITAL}]\.(?:\s?[{_CAPITAL}]\.)?(?![{_SMALL}])"
    rf"|[{_CAPITAL}][{_SMALL}]+\s(?:[{_CAPITAL}][{_SMALL}]+\s)?{_SPOKEN}[{_CAPITAL}][{_CAPITAL}'-]{{2,}}(?!\w)"
    rf"|[{_CAPITAL}][{_SMALL}-]+\s[{_CAPITAL}][{_SMALL}]+\s[{_CAPITAL}][{_SMALL}]+(?:вич|вна)(?!\w)"
)
_TELEPHONE = re.compile(
    r"(?:тел|tel|phone|моб)[.:]|\+?\d?\d?\(?0\d{2}\)?[\s-]?\d{3}[\s-]?\d{2}|\S@\S", re.IGNORECASE
)
_BLANK = re.compile(r"_{3,}|«\s*_*\s*»")
_UNIT_CODE = re.compile(r"[A-Z0-9]{2,6}")
_ANY_UNIT = UnitOfMeasure("", MOST_DECIMALS)
_TARGETS = ("q1", "q2", "q3", "q4", "total", "share")
# A post may take so many lines before the name.
_LINES = 3
_MOST_TEXTS = 4


def footer_rows(rows: Sequence[Row], texts: Sequence[Mapping[str, str]], sheet: Sheet) -> frozenset[int]:
    """Return the positions of rows that are signatures and what belongs to them.

    Args:
        rows: The rows of the sheet.
        texts: The own texts of each row by column, from left to right.
        sheet: The sheet.
    """
    signed = {at for at, own in enumerate(texts) if _is_signature(rows[at], own, sheet)}
    content = [at for at in range(len(rows)) if at not in signed and _is_content(rows[at], texts[at], sheet)]
    # A signature stands under rows of the table. Where none is sure, every row is shown to whoever corrects it.
    tail = range(content[-1] + 1, len(rows)) if content else range(0)
    first = next((at for at in tail if at in signed or _begins_signature(texts, at)), len(rows))
    return frozenset(signed | {at for at in tail if at >= first})


def _is_signature(row: Row, own: Mapping[str, str], sheet: Sheet) -> bool:
    """Tell if a row alone shows that it is a signature: a post and a name, or who prepared the table."""
    if len(own) > _MOST_TEXTS or _has_code(row, sheet) or not own or "quarter" in own:
        return False
    if _has_target(row):
        return False
    # Who answers for a measure may stand in a row of its own.
    if next(iter(own)) in ("responsible", "term"):
        return False
    first, whole = match_key(next(iter(own.values())).casefold()), clean_spaces(" ".join(own.values()))
    shows = bool(_NAME.search(whole) or _BLANK.search(whole))
    if act := _ACT.match(first):
        return shows or bool(_TELEPHONE.search(whole)) or first[act.end() :].lstrip().startswith((":", "—", "–"))
    return bool(_POST.match(first)) and shows


def _begins_signature(texts: Sequence[Mapping[str, str]], at: int) -> bool:
    """Tell if a signature of several rows begins at a row below the last one of the table."""
    lines = [clean_spaces(" ".join(own.values())) for own in texts[at : at + 1 + _LINES]]
    term = read_term(lines[0])
    # Quotation marks that stand in two cells are no blank between them.
    has_blank = any(map(_BLANK.search, texts[at].values()))
    if _is_name(lines[0]) or has_blank or _TELEPHONE.match(lines[0]) or (term and term.years):
        return "term" not in texts[at]
    first = match_key(next(iter(texts[at].values()), "").casefold())
    is_post = bool(_POST.match(first) or _ACT.match(first))
    return is_post and any(_NAME.search(line) or _BLANK.search(line) for line in lines)


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text.strip(" .,/()_")))


def _is_content(row: Row, own: Mapping[str, str], sheet: Sheet) -> bool:
    """Tell if a row is surely one of the table."""
    if sheet is not PLAN:
        return len(own) > 1 or _has_code(row, sheet)
    if _has_code(row, sheet):
        return True
    return bool(own.get("indicator")) and _has_target(row)


def _has_target(row: Row) -> bool:
    return any(is_target(row.value(name), _ANY_UNIT) for name in _TARGETS)


def _has_code(row: Row, sheet: Sheet) -> bool:
    if sheet in (PLAN, SHARES):
        return bool(CODE.fullmatch(plain_code(row.text("code"))) or split_code(row.text("measure"))[0])
    return bool(_UNIT_CODE.fullmatch(latin_code(row.text("code"))) and row.text("name"))
