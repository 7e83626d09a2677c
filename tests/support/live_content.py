"""What a program could follow in a workbook: formulas with a sign of it, and relationships that lead out."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

FORMULAS = {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"}
SIGNS = (
    "|",
    "127.0.0.1",
    "dde",
    "webservice",
    "image(",
    "rtd(",
    "call(",
    "register",
    "exec(",
    "import",
    "calc.exe",
)


def live_content(path: Path) -> Iterator[str]:
    """What leads out of a workbook, in any of its parts, after its XML is decoded.

    A link to a file beside it is none: the report has links to the archive.
    """
    with ZipFile(path) as parts:
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels", ".vml")):
                continue
            for element in ElementTree.fromstring(parts.read(name)).iter():
                text = "".join(element.itertext()).lower()
                if element.tag.rpartition("}")[2] in FORMULAS and any(sign in text for sign in SIGNS):
                    yield f"{name}: {text}"
                is_beside = element.get("Target", ":").startswith("../") and ":" not in element.get("Target", ":")
                if element.get("TargetMode", "").strip().lower() == "external" and not is_beside:
                    yield f"{name}: {element.attrib}"
