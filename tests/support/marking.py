"""A filled template with faults in it, and what the check says of them."""

from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.return_tables import form_code, issue_row
from xlplan.documents.return_reader.reader import read_return
from xlplan.documents.template.workbook import write_template
from xlplan.domain.findings.finding import Finding
from xlplan.domain.issue import Issue
from xlplan.domain.plan import Unit, UnitKind
from xlplan.validation.returns import check_return

MADE = datetime(2021, 4, 1, tzinfo=UTC)
ISSUE = Issue(
    form_code=form_code(),
    centre="Коростенський МЦ",
    unit=Unit("HOR", "Хорошівське БПД", UnitKind.BUREAU),
    plan_version=1,
    issued_on=date(2021, 4, 1),
    due=date(2021, 7, 9),
    rows=(
        issue_row("1.1.1", 1, events="зустріч із керівництвом суду"),
        issue_row("1.2.1", 3, "split"),
        issue_row("1.4.3", 1),
        issue_row("1.4.8", "при проведенні заходів"),
        issue_row("1.4.9", 6, "joint"),
        issue_row("1.4.10", "постійно"),
        issue_row("1.5.1", 2),
    ),
)
ANSWERS: dict[str, dict[str, object]] = {
    "1.1.1": {"done": 1, "description": "проведено 14.05.2021"},
    "1.2.1": {"done": 1, "description": "=1+1 не формула"},
    "1.4.3": {"done": "5 шт."},
    "1.4.9": {"done": 2.5, "description": "допомога"},
    "1.4.10": {"description": "публікуємо щотижня"},
    "1.5.1": {"done": "2 ", "description": "@двічі"},
}


def faulty(path: Path) -> tuple[Finding, ...]:
    """Writes a filled template with faults to `path`; returns what the check finds in it."""
    write_template(path, ISSUE, MADE, ANSWERS, password="замок")  # type: ignore[arg-type]
    return found_in(path)


def found_in(path: Path) -> tuple[Finding, ...]:
    """What the check finds in a file."""
    return check_return(ISSUE, read_return(path))[2]
