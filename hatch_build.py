"""Compiles the gettext catalogues and the template of the board into the wheel and into an editable checkout."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTexts(BuildHookInterface):  # type: ignore[type-arg]
    """Writes a .mo beside each .po, and byte code beside the template, before the files are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = Path(self.root, "src")
        for catalogue in (source / "xlplan/text/locale").rglob("*.po"):
            with catalogue.open("rb") as po, catalogue.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po))
        sys.path.insert(0, str(source))
        from xlplan.documents.board.page import BYTE_CODE, template_byte_code

        (source / "xlplan/documents/board" / BYTE_CODE).write_bytes(template_byte_code())
