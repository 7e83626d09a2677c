"""The task of the child process in an import: inspect one file, then read what a plan can be made of.

This module imports only what the task needs.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from xlplan.documents.plan_import.source import Source, source_of_workbook
from xlplan.domain.findings import file_kinds as files
from xlplan.domain.findings import plan_source_kinds as sources
from xlplan.domain.findings.finding import Finding, FindingKind, Location
from xlplan.text.translation import DEFAULT_LANGUAGE, N_, use_language

# What is said of a return, and what of a document that a plan is imported from.
_SAME_VALUES: Mapping[FindingKind, FindingKind] = {
    files.FILE_EMPTY: sources.PLAN_SOURCE_EMPTY,
    files.FILE_DAMAGED: sources.PLAN_SOURCE_DAMAGED,
    files.FILE_ENCRYPTED: sources.PLAN_SOURCE_LOCKED,
    files.FILE_PDF: sources.PLAN_SOURCE_PDF,
    files.FILE_PICTURE: sources.PLAN_SOURCE_PICTURE,
    files.FILE_TEXT: sources.PLAN_SOURCE_TEXT,
    files.FILE_TOO_LARGE: sources.PLAN_SOURCE_TOO_LARGE,
    files.FILE_DANGEROUS: sources.PLAN_SOURCE_DANGEROUS,
    files.FILE_TOO_SLOW: sources.PLAN_SOURCE_TOO_SLOW,
    files.FILE_WITH_MACROS: sources.PLAN_SOURCE_MACROS,
}
_OTHERS: Mapping[FindingKind, str] = {
    files.FILE_BINARY: N_("a binary workbook (.xlsb)"),
    files.FILE_MAIL: N_("an e-mail"),
    files.FILE_MESSAGE: N_("a message saved by Outlook (.msg)"),
    files.FILE_WINMAIL: N_("a winmail.dat of Outlook"),
}


def parse_plan_source(path: Path, language: str = DEFAULT_LANGUAGE) -> Source | tuple[Finding, ...]:
    """Read a document or a spreadsheet, or return the reasons why it cannot be read.

    A document that LibreOffice has to turn into a .docx first is answered with `PLAN_SOURCE_TO_CONVERT`. This runs
    in the child process. A failure here costs one file.

    Args:
        path: The file.
        language: The language in which tables are named.
    """
    # Imported here and not above: the parent process never parses a file from outside.
    from xlplan.documents.formats.grid import UnreadableError
    from xlplan.documents.formats.word_reader import read_word
    from xlplan.documents.plan_import.word_source import source_of_word
    from xlplan.documents.plan_reader.grid import Grid
    from xlplan.sandbox.file_type import CONVERTED, Format
    from xlplan.sandbox.inspection import inspect

    use_language(language)
    place = Location(path.name)
    inspected = inspect(path, with_documents=True)
    if isinstance(inspected, tuple):
        return tuple(as_source_finding(finding, place) for finding in inspected)
    if inspected.kind in CONVERTED:
        ending, seen = _FORMATS[inspected.kind.value]
        return (sources.PLAN_SOURCE_TO_CONVERT.at(place, seen=seen, ending=ending),)
    try:
        if inspected.kind is Format.DOCX:
            document = read_word(inspected.parts)
            source = source_of_word(document, path.name)
            if document.pictures and not any(isinstance(part, Grid) for part in source.parts):
                return (sources.PLAN_SOURCE_PICTURES.at(place, number=document.pictures),)
        else:
            source = source_of_workbook(path.name, inspected.data, inspected.parts)
    except UnreadableError as unreadable:
        return (as_source_finding(unreadable.finding, place),)
    notes = (as_source_finding(note, place) for note in inspected.notes)
    return replace(source, findings=(*notes, *source.findings))


# The formats of documents that LibreOffice converts, by the names of `sandbox.file_type`: their ending and words.
_FORMATS = {
    "odt": (".odt", N_("an OpenDocument text (.odt)")),
    "doc": (".doc", N_("a document of an old Word (.doc)")),
    "rtf": (".rtf", N_("a document in Rich Text (.rtf)")),
    "html": (".html", N_("a page of the web")),
    "xml": (".xml", N_("a document saved as XML")),
}


def as_source_finding(finding: Finding, place: Location) -> Finding:
    """Return what is to be said of a document that a plan is imported from, where the gate refuses it."""
    if kind := _SAME_VALUES.get(finding.kind):
        return Finding(kind, place, finding.values)
    if finding.kind.code.startswith("plan-source-"):
        return replace(finding, location=place)
    seen = _OTHERS.get(finding.kind) or dict(finding.values).get("seen", N_("a file of another kind"))
    return sources.PLAN_SOURCE_OTHER.at(place, seen=seen)
