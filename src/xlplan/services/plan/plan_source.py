"""The reading of a file that a plan is imported from, in a child process; LibreOffice converts where it must."""

from functools import partial
from pathlib import Path

from msgspec.structs import replace

from xlplan.documents.plan_import.source import Source
from xlplan.domain.findings.finding import Finding, Location
from xlplan.domain.findings.plan_source_kinds import (
    PLAN_SOURCE_CONVERTED,
    PLAN_SOURCE_NOT_CONVERTED,
    PLAN_SOURCE_TO_CONVERT,
    PLAN_TEXT_ASIDE,
)
from xlplan.sandbox.worker import ParserProcess
from xlplan.services.plan.child_tasks import as_source_finding, parse_plan_source
from xlplan.storage.libreoffice import find_office, to_docx
from xlplan.storage.temporary import private_folder
from xlplan.text.translation import language

Findings = tuple[Finding, ...]


def read_plan_source(path: Path) -> Source | Findings:
    """Return a document or a spreadsheet as read, or the findings that say why it cannot be read.

    A document that is no .docx is turned into one by LibreOffice, in a folder that is removed again.

    Raises:
        OSError: The file cannot be reached.
    """
    place = Location(path.name)
    read = partial(parse_plan_source, language=language())
    with ParserProcess[Source](read) as child:
        source = child.run(path)
        if not isinstance(source, tuple):
            return source
        waiting = next((finding for finding in source if finding.kind == PLAN_SOURCE_TO_CONVERT), None)
        office = find_office()
        if waiting is None or office is None:
            return tuple(as_source_finding(finding, place) for finding in source)
        values = dict(waiting.values)
        with private_folder() as folder:
            # Findings and tables name the file as the person does.
            converted = folder / path.name
            if not to_docx(office, path.read_bytes(), values["ending"], converted):
                return (PLAN_SOURCE_NOT_CONVERTED.at(place, seen=values["seen"]),)
            source = child.run(converted)
    if isinstance(source, tuple):
        return (PLAN_SOURCE_NOT_CONVERTED.at(place, seen=values["seen"]),)
    told = PLAN_SOURCE_CONVERTED.at(place, seen=values["seen"])
    # LibreOffice makes comments of what the head of a web page says.
    is_page = values["ending"] == ".html"
    others = (each for each in source.findings if not (is_page and each.kind == PLAN_TEXT_ASIDE))
    return replace(source, findings=(told, *others))
