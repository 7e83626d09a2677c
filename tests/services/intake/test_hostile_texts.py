"""Texts that a unit wrote come back as text, in whatever is sent: workbook, marked return, template, receipt."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.centre import QUARTER, send, take, take_files
from tests.support.live_content import live_content
from tests.support.reaching_files import PLACES, packed
from tests.support.rows_only import rows_only
from xlplan.domain.submission import Outcome
from xlplan.storage.workspace import Workspace

HOSTILE = (
    "=cmd|'/c calc'!A0",
    "@SUM(1,2)|3",
    "+http://127.0.0.1/",
    "-cmd|'/c calc'!A0",
    "\t=1+1",
    "http://127.0.0.1/a",
    "file:///etc/passwd",
    "<a href='http://127.0.0.1/'>тут</a>",
    "<img src=x onerror=alert(1)>",
)
# Links that the gate lets in, since a program follows them only when a person asks for it.
LINKS = ("HYPERLINK(&quot;http://127.0.0.1/&quot;,&quot;тут&quot;)", "'[1]Аркуш'!$A$1")


def told(workspace: Workspace) -> str:
    (receipt,) = workspace.receipts(QUARTER).glob("*.html")
    return receipt.read_text("utf-8")


def texts_in(path: Path) -> set[object]:
    return {cell.value for sheet in rows_only(path) for row in sheet.iter_rows() for cell in row}


def hostile_rows(centre: Workspace) -> dict[str, dict[str, object]]:
    """A hostile text for the description of each of several rows."""
    issued = rows_only(centre.template(QUARTER, "Хорошівське БПД"))["Звіт"]
    codes = [str(row[0]) for row in issued.iter_rows(min_row=6, max_col=1, values_only=True) if row[0]]
    return {code: {"description": text} for code, text in zip(codes, HOSTILE, strict=False)}


@pytest.mark.parametrize("is_faulty", [False, True])
def test_they_stand_as_text_in_every_file_that_is_sent(centre: Workspace, is_faulty: bool) -> None:
    changes = hostile_rows(centre)
    if is_faulty:
        first = next(iter(changes))
        changes[first]["done"] = HOSTILE[0]
    send(centre, "HOR", changes)  # type: ignore[arg-type]
    take(centre)
    files = [*centre.to_correct(QUARTER).glob("*.xlsx")] if is_faulty else [centre.report(QUARTER)]
    assert files
    for file in files:
        assert list(live_content(file)) == []
        assert set(HOSTILE[1:]) & texts_in(file)
    page = told(centre)
    assert not any(sign in page for sign in ("<a ", "<img", "href=", "src=", "<script"))


@pytest.mark.parametrize("text", ["<r><t>товсте</t></r>", "<r>незакрите & <b></r>", f"<r>{'&' * 9000}</r>"])
def test_what_looks_like_markup_of_a_cell_stands_as_it_was_typed(centre: Workspace, text: str) -> None:
    send(centre, "HOR", {"1.2.1": {"description": text}})
    take(centre)
    shown = {str(each) for each in texts_in(centre.report(QUARTER))}
    assert any(each[:4000] == text[:4000] for each in shown)


@pytest.mark.both_ledgers
def test_a_sign_that_no_ledger_holds_is_not_in_the_text(centre: Workspace) -> None:
    path = send(centre, "HOR", {"1.2.1": {"description": "доNULпобачення"}})
    with ZipFile(path) as parts:
        content = {name: parts.read(name).replace(b"NUL", b"_x0000_") for name in parts.namelist()}
    path.write_bytes(packed(content))
    (result,) = take(centre).intake.results
    assert result.outcome is Outcome.ACCEPTED
    assert "допобачення" in texts_in(centre.report(QUARTER))


@pytest.mark.parametrize("link", LINKS)
def test_a_return_with_a_link_gets_a_fresh_template_and_the_receipt_says_why(centre: Workspace, link: str) -> None:
    path = send(centre, "HOR", {"1.2.1": {"done": "десять"}})
    with ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    path.write_bytes(packed(PLACES["name"](content, link)))
    take_files(centre)
    (file,) = centre.to_correct(QUARTER).glob("*.xlsx")
    assert list(live_content(file)) == []
    assert "десять" in texts_in(file)
    assert "є посилання на інші файли чи сторінки" in told(centre)


def test_a_number_that_was_understood_is_a_number_in_the_fresh_template(centre: Workspace) -> None:
    path = send(centre, "HOR", {"1.2.1": {"done": "десять"}, "1.1.1": {"done": "1 "}})
    with ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    path.write_bytes(packed(PLACES["name"](content, LINKS[0])))
    take_files(centre)
    (file,) = centre.to_correct(QUARTER).glob("*.xlsx")
    rows = {row[0].value: row[4].value for row in rows_only(file)["Звіт"].iter_rows(min_row=6)}
    assert (rows["1.2.1"], rows["1.1.1"]) == ("десять", 1)
