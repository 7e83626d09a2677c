"""The rule that a report holds no personal data: no tax numbers, passports, telephones or addresses of people.

`domain/personal_data.py` says what looks like it. What a person typed is recorded as it stands. In a finding about
it, all but its unit read a word in its place.
"""

from collections.abc import Iterator

from xlplan.domain.findings.answer_kinds import PERSONAL_DATA
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.personal_data import kinds_of_personal_data
from xlplan.domain.returned import CellValue
from xlplan.domain.sheets import FILLED_BY, HEADINGS, HELP
from xlplan.text.translation import _
from xlplan.validation.context import ReturnContext

_COLUMNS = ("done", "description", "reason", "action", "kept")
_EVENT_COLUMNS = ("event", "held_on", "place", "people", "partner")
# A whole number of fewer digits is no telephone and no number of a document.
_SHORTEST_NUMBER = 100_000


def check_personal_data(context: ReturnContext) -> Iterator[Finding]:
    """Warn of each text with personal data. The finding names the kind of data and never quotes it.

    Source: design, intake; the check digit of a tax number follows the rule of the State Tax Service.
    """
    content = context.content
    for rows, columns in ((content.rows, _COLUMNS), (content.events, _EVENT_COLUMNS)):
        for row in rows:
            cells = row.cells
            for name in columns:
                cell = cells.get(name)
                if cell is not None and (cell.left_out or _may_hold(cell.value)):
                    # What is struck out is still in the file.
                    text = (
                        "\n".join((cell.text, *(part.text for part in cell.left_out)))
                        if cell.left_out
                        else cell.text
                    )
                    for kind in kinds_of_personal_data(text):
                        location = Location(sheet=row.sheet, cell=cell.cell, row=row.key)
                        yield PERSONAL_DATA.at(location, heading=HEADINGS[name], seen=kind)
    # The help sheet asks for a name and a post only.
    for kind in kinds_of_personal_data(content.filled_by):
        yield PERSONAL_DATA.at(Location(sheet=_(HELP.name)), heading=FILLED_BY, seen=kind)


def _may_hold(value: CellValue) -> bool:
    """Tell if a value may be personal data by its type and size, which costs a tenth of a search."""
    if isinstance(value, float):
        return abs(value) >= _SHORTEST_NUMBER or not value.is_integer()
    return isinstance(value, str)
