"""Cells of a plan workbook that hold one of a few words."""

from enum import Enum
from typing import TypeVar

from xlplan.documents.plan_reader.table import Row
from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_kinds import PLAN_COUNTING_UNCLEAR
from xlplan.domain.sheets import PLAN
from xlplan.text.normalize import match_key
from xlplan.text.translation import _, all_translations

Word = TypeVar("Word", bound=Enum)


def read_word(row: Row, key: str, name: str, usual: Word, findings: list[Finding]) -> Word:
    """Return the member that a cell names in either language; `usual` where the cell is blank."""
    seen = row.text(name)
    words = {match_key(word): each for each in type(usual) for word in all_translations(each.value)}
    if seen and match_key(seen) not in words:
        known = ", ".join(_(each.value) for each in type(usual))
        heading = PLAN.column(name).shown
        findings.append(PLAN_COUNTING_UNCLEAR.at(row.place(name, key), heading=heading, seen=seen, known=known))
    return words.get(match_key(seen), usual)
