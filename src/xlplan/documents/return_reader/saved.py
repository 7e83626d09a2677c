"""When a workbook was last saved, as its program says; a hint, for clocks differ and not every program says it."""

import re
from contextlib import suppress
from datetime import datetime

from xlplan.documents.formats.grid import Parts

_MODIFIED = re.compile(rb"<dcterms:modified\b[^>]*>\s*([0-9T:.+Z-]{16,32})\s*</dcterms:modified>")


def saved_at(parts: Parts) -> datetime | None:
    """The moment in the core properties of an xlsx or xlsm; None where they name none, or one without a zone.

    An ods says it without a zone, an xls in a way of its own: there it stays unknown.
    """
    named = _MODIFIED.search(parts.get("docProps/core.xml", b""))
    if named:
        with suppress(ValueError):
            moment = datetime.fromisoformat(named[1].decode())
            return moment if moment.tzinfo else None
    return None
