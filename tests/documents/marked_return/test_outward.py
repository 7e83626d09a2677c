"""Nothing that reaches out stands in a marked return: its file is not marked, or the link is removed."""

from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.hyperlink import Hyperlink

from tests.support.live_content import live_content
from tests.support.look_at import look_at
from tests.support.marking import ISSUE, MADE, faulty, found_in
from tests.support.reaching_files import (
    LINKING_KINDS,
    LOADING_KINDS,
    PLACES,
    REACHING_FORMULAS,
    SPELLINGS,
    TAGS,
    packed,
    reaching_parts,
)
from tests.support.thoroughness import spread
from xlplan.documents.marked_return.marker import mark_return
from xlplan.documents.marked_return.outward import reaches_out
from xlplan.documents.template.workbook import write_template
from xlplan.domain.findings.finding import Finding
from xlplan.domain.submission import Attempt
from xlplan.text.translation import use_language

ATTEMPT = Attempt(1, ISSUE.due, is_late=False)
EXTERNAL_BOOK = "'[1]Аркуш'!$A$1"
HYPERLINK = 'HYPERLINK("http://127.0.0.1/","тут")'


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Finding, ...]]:
    path = tmp_path_factory.mktemp("sent") / "звіт.xlsx"
    return path, faulty(path)


@pytest.fixture(scope="module")
def bare(sent: tuple[Path, tuple[Finding, ...]]) -> dict[str, bytes | str]:
    """The parts of the smallest workbook that is marked with these findings."""
    path = sent[0].parent / "bare.xlsx"
    book = Workbook()
    book.worksheets[0].title = "Звіт"
    book.save(path)
    assert mark_return(path, path.with_stem("marked"), sent[1], ISSUE.form_code, ATTEMPT)
    return parts_of(path)


def parts_of(path: Path) -> dict[str, bytes | str]:
    with ZipFile(path) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def marked(content: bytes, findings: tuple[Finding, ...], folder: Path) -> Path | None:
    path, out = folder / "звіт.xlsx", folder / "out.xlsx"
    path.write_bytes(content)
    return out if mark_return(path, out, findings, ISSUE.form_code, ATTEMPT) else None


@pytest.mark.parametrize("number", spread(range(len(REACHING_FORMULAS)), 3))
def test_a_formula_that_reaches_out_comes_back_in_no_marked_return(
    sent: tuple[Path, tuple[Finding, ...]], bare: dict[str, bytes | str], tmp_path: Path, number: int
) -> None:
    per_place = len(REACHING_FORMULAS) + 3 * len(SPELLINGS)
    files = islice(reaching_parts(bare), per_place * list(PLACES).index("cell"), None)
    name, parts = next(islice(files, number, None))
    out = marked(packed(parts), sent[1], tmp_path)
    assert out is None or list(live_content(out)) == [], name


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("formula", [REACHING_FORMULAS[0], EXTERNAL_BOOK, HYPERLINK])
def test_it_comes_back_from_no_place(
    sent: tuple[Path, tuple[Finding, ...]], bare: dict[str, bytes | str], tmp_path: Path, place: str, formula: str
) -> None:
    out = marked(packed(PLACES[place](bare, formula)), sent[1], tmp_path)
    assert out is None or list(live_content(out)) == []


@pytest.mark.parametrize(
    "kind", spread([*LOADING_KINDS, *(kind for kind in LINKING_KINDS if kind != "hyperlink")], 3)
)
@pytest.mark.parametrize("tag", ["plain", "an entity in the mode", "a prefix"])
def test_a_relationship_that_leads_out_comes_back_in_no_marked_return(
    sent: tuple[Path, tuple[Finding, ...]], bare: dict[str, bytes | str], tmp_path: Path, kind: str, tag: str
) -> None:
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = TAGS[tag].format(kind=f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
    parts = {**bare, rels: f'<Relationships xmlns="{space}">{relation}</Relationships>'}
    out = marked(packed(parts), sent[1], tmp_path)
    assert out is None or list(live_content(out)) == []


# The address and the text of each link, and the note that it leaves.
LINKS = [
    ("http://example.org/post", "http://example.org/post", None),
    ("https://example.org/post/", "example.org/post", None),
    ("http://example.org/post", "допис", "Посилання, що тут було: http://example.org/post"),
    ("file:///C:/Users/a/b.docx", "фото", "Посилання, що тут було: file:///C:/Users/a/b.docx"),
    ("\\\\server\\share\\a.xlsx", "таблиця", "Посилання, що тут було: \\\\server\\share\\a.xlsx"),
    ("mailto:a@example.org", "a@example.org", None),
]


@pytest.fixture(scope="module")
def without_links(sent: tuple[Path, tuple[Finding, ...]]) -> Path:
    """A marked return that was sent with each of the links in its own row."""
    use_language("uk")
    book = load_workbook(sent[0])
    for row, (address, text, _note) in enumerate(LINKS, start=6):
        cell = book["Заходи"][f"J{row}"]
        cell.value = text
        cell.hyperlink = Hyperlink(ref=f"J{row}", target=address)
    path, out = sent[0].with_stem("посилання"), sent[0].with_stem("без посилань")
    book.save(path)
    marks = mark_return(path, out, sent[1], ISSUE.form_code, ATTEMPT)
    assert marks is not None
    assert marks.lost_links
    return out


def test_no_link_of_a_cell_leads_out_of_a_marked_return(without_links: Path) -> None:
    assert list(live_content(without_links)) == []


@pytest.mark.parametrize(("address", "text", "note"), LINKS)
def test_a_link_of_a_cell_is_removed_and_its_text_and_address_stay(
    without_links: Path, address: str, text: str, note: str | None
) -> None:
    row = 6 + LINKS.index((address, text, note))
    shown = look_at(without_links)["Заходи"][f"J{row}"]
    assert shown.hyperlink is None
    assert shown.value == text
    assert (shown.comment.text if shown.comment else None) == note


def test_a_link_within_the_file_stays(sent: tuple[Path, tuple[Finding, ...]], tmp_path: Path) -> None:
    book = load_workbook(sent[0])
    book["Заходи"]["J6"].hyperlink = Hyperlink(ref="J6", location="'Звіт'!A1")
    path, out = tmp_path / "звіт.xlsx", tmp_path / "out.xlsx"
    book.save(path)
    marks = mark_return(path, out, sent[1], ISSUE.form_code, ATTEMPT)
    assert marks is not None
    assert not marks.lost_links
    assert load_workbook(out)["Заходи"]["J6"].hyperlink.location == "'Звіт'!A1"


def test_an_answer_that_looks_like_a_formula_stands_as_text_and_in_no_rule(tmp_path: Path) -> None:
    texts = ("=cmd|'/c calc'!A0", "@SUM(1)|2", "+http://127.0.0.1/", "\t=1+1", "[1]A!B|")
    path, out = tmp_path / "звіт.xlsx", tmp_path / "out.xlsx"
    answers = {row.key: {"done": text} for row, text in zip(ISSUE.rows, texts, strict=False)}
    write_template(path, ISSUE, MADE, answers)
    findings = found_in(path)
    assert {f"E{row}" for row in range(6, 11)} <= {finding.location.cell for finding in findings}
    assert mark_return(path, out, findings, ISSUE.form_code, ATTEMPT)
    sheet = look_at(out)["Звіт"]
    cells = [sheet[f"E{row}"] for row in range(6, 11)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]
    assert list(live_content(out)) == []


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(A1:A3)",
        "_xlfn.IFS(A1=1,2)",
        'IF(A1="так/ні",\'Звіт\'!A1,"")',
        "Таблиця1[[#This Row],[Виконано]]",
        "VLOOKUP(A1,'Аркуш 1'!$A$1:$B$9,2,FALSE)/1",
    ],
)
def test_a_formula_over_the_file_itself_reaches_nowhere(
    sent: tuple[Path, tuple[Finding, ...]], formula: str
) -> None:
    assert not reaches_out(packed(PLACES["cell"](parts_of(sent[0]), formula.replace('"', "&quot;"))))
