"""The narrative of a quarter or a year as a Word document, ready to be edited and signed."""

from collections.abc import Mapping

from msgspec import Struct

from xlplan.aggregation.narrative.quarter import narrative_of_quarter
from xlplan.aggregation.narrative.year import narrative_of_year
from xlplan.documents.narrative.writer import narrative_document
from xlplan.domain.errors import XlplanError
from xlplan.domain.narrative import Narrative
from xlplan.domain.quarter import Quarter
from xlplan.ledger.issues import issued_quarters
from xlplan.ledger.locks import LockName
from xlplan.services.document_base import DocumentBase, read_document_base
from xlplan.services.open_workspace import OpenWorkspace
from xlplan.services.report.consolidate import load_quarter
from xlplan.storage.publish import Published, publish
from xlplan.text.translation import _


class NarrativeResult(Struct, frozen=True):
    """The document that was written.

    Attributes:
        file: The file.
        period: Its year or quarter.
        gaps: Each thing to complete or to check, with its places.
        base: The base over which it was written.
    """

    file: Published
    period: int | Quarter
    gaps: Mapping[str, tuple[str, ...]]
    base: DocumentBase


def write_narrative(context: OpenWorkspace, period: int | Quarter) -> NarrativeResult:
    """Write the narrative of a year or a quarter into outbox/.

    Raises:
        XlplanError: Nothing was issued for it, or the centre's base is unsound.
    """
    workspace, moment = context.workspace, context.now()
    narrative = _narrative(context, period)
    base = read_document_base(workspace)
    document = narrative_document(narrative, base.data, moment)
    with context.lock(LockName.REPORT):
        file = publish(
            workspace.own_files, workspace.narrative(period), lambda path: path.write_bytes(document), moment
        )
    return NarrativeResult(file, period, narrative.gaps, base)


def _narrative(context: OpenWorkspace, period: int | Quarter) -> Narrative:
    moment = context.now()
    if isinstance(period, Quarter):
        return narrative_of_quarter(load_quarter(context, period), moment)
    with context.ledger.connect() as connection:
        quarters = [quarter for quarter in issued_quarters(connection) if quarter.year == period]
    if not quarters:
        raise XlplanError(
            _("No templates were issued in {year}, so there is nothing to tell of it.").format(year=period)
        )
    return narrative_of_year([load_quarter(context, quarter) for quarter in quarters], moment)
