"""Collects the words of the code into the Ukrainian catalogue: new ones come empty, gone ones go."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
CATALOGUE = ROOT / "src/xlplan/text/locale/uk/LC_MESSAGES/xlplan.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "ngettext": (1, 2)}


def collected() -> Catalog:
    """Every message of the code."""
    catalogue = Catalog(project="xlplan", charset="utf-8")
    for file, line, message, _comments, _context in extract_from_dir(
        str(ROOT / "src"), method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        catalogue.add(message, locations=[(file, line)])
    return catalogue


def main() -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="uk")
    catalogue.update(collected(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, width=0, no_location=True, sort_output=True)


if __name__ == "__main__":
    main()
