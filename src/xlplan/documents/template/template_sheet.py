"""A worksheet of XlsxWriter for a template, with the one method that the record of a sheet has besides."""

from collections.abc import Callable, Hashable
from typing import Any

from xlplan.documents.formula_sheet import FormulaSheet


class TemplateSheet(FormulaSheet):
    """A sheet of a template that is written without a base."""

    def once(self, _key: Hashable, write: Callable[[], Any]) -> Any:
        """Return what `write` returns. A recorded sheet calls it once for all templates with the same key."""
        return write()
