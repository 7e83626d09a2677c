"""The lines of `Реквізити` from the lines of text above and below a plan's table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlplan.domain.findings.finding import Finding
from xlplan.domain.findings.plan_import_kinds import IMPORT_DETAIL_ASKED
from xlplan.domain.sheets import DETAIL_LINES


@dataclass(frozen=True)
class DetailsFound:
    """The details of a plan, as the text around its table gives them.

    Attributes:
        details: The values by the names of the lines in `domain.sheets`. What is not given is absent.
        doubts: The name of a line with a reason to look at it: its value was proposed, or it is not given.
        unread: The lines of text that give no detail. They are in no cell, so they are told.
    """

    details: Mapping[str, str | date]
    doubts: tuple[tuple[str, Finding], ...] = ()
    unread: tuple[str, ...] = ()


def read_details_around(above: Sequence[str], below: Sequence[str]) -> DetailsFound:
    """Return the details that the lines above and below a table give.

    Args:
        above: The lines above the table in the order of reading: paragraphs, lines of cells of a layout table.
        below: The lines below it.
    """
    lacking = [detail for detail in DETAIL_LINES if detail.required]
    return DetailsFound(
        {},
        tuple((detail.name, IMPORT_DETAIL_ASKED.at(heading=detail.label)) for detail in lacking),
        tuple(line for line in (*above, *below) if line.strip()),
    )
