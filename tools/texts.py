"""Collects the words of the code and of Click into the Ukrainian catalogues: new ones come empty, gone ones go."""

from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "src/xlplan/text/locale/uk/LC_MESSAGES"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}


def collected(folder: Path) -> Catalog:
    """Every message of the code in a folder."""
    catalogue = Catalog(project="xlplan", charset="utf-8")
    for file, line, message, _comments, _context in extract_from_dir(
        str(folder), method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        catalogue.add(message, locations=[(file, line)])
    return catalogue


def update(path: Path, folder: Path) -> None:
    """Bring a catalogue in step with the messages of a folder."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale="uk")
    catalogue.update(collected(folder), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=True, sort_output=True)


def main() -> None:
    update(CATALOGUES / "xlplan.po", ROOT / "src")
    update(CATALOGUES / "click.po", Path(click.__file__).parent)


if __name__ == "__main__":
    main()
