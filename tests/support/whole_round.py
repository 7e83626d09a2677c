"""A whole round at the command line in a workspace of one language, for a centre with numbers of every kind."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from zipfile import ZipFile

from click.testing import CliRunner
from openpyxl import Workbook

from tests.support.hostile.xlsx_files import a_billion_laughs_in_the_texts
from xlplan.cli import main
from xlplan.documents.plan_writer.cells import PlanCell, PlanRows
from xlplan.documents.plan_writer.writer import write_plan_rows
from xlplan.domain.issue import Issue, IssueRow
from xlplan.domain.quarter import Quarter
from xlplan.domain.returned import CellValue
from xlplan.domain.target import TargetKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.text.translation import translated, use_language
from xlplan.workflows.fill_template import Answers, fill_template

FIRST, SECOND = Quarter(2026, 1), Quarter(2026, 2)
CENTRE, NORTH, SOUTH, EAST = "CEN", "NOR", "SOU", "EAS"


@dataclass(frozen=True)
class Words:
    """The words of one centre, in one language. `rows`: what the plan asks for, a row in a line."""

    language: str
    centre: str
    full_name: str
    title: str
    director: str
    deputy: str
    contact: str
    year: str
    units: Mapping[str, str]
    direction: str
    task: str
    rows: str
    events: tuple[str, ...]
    faults: Mapping[str, str]
    said: str
    reason: str
    action: str
    five: str
    order: str
    stranger: str

    @property
    def table(self) -> list[list[str]]:
        """The rows: the columns of `_NAMES`, the target of each quarter, the total."""
        return [line.split("|") for line in self.rows.strip().splitlines()]


ENGLISH = Words(
    language="en",
    centre="Springfield centre",
    full_name="Springfield legal aid centre",
    title="Work plan for 2026",
    director="Director Ann SMITH",
    deputy="Deputy director J. Brown",
    contact="J. Brown, +1 555 0100",
    year="year 2026",
    units={
        CENTRE: "Springfield office",
        NORTH: "Northern bureau",
        SOUTH: "Southern bureau",
        EAST: "Eastern bureau",
    },
    direction="1. Access to legal aid",
    task="1.1 Consultations and lectures",
    rows="""
1.1.1|Give consultations|Consultations given|||||40|160
1.1.1|Give consultations|Given in time|||||36|144
1.1.1|Give consultations|Share given in time|%||share of 1.1.1/2 in 1.1.1||at least 90|90
1.1.2|Ask the clients|Content clients|%||mean|mean|at least 80%|at least 80%
1.1.3|Train the lawyers|Hours of training|hours||||12.5|50
1.1.4|Spend the grant|Spent of the grant|USD; 2|less|||no more than 1,500.50|6,002.00
1.1.5|Answer complaints|Complaints not answered||less|||no more than 3|no more than 12
1.1.6|Keep the page of the centre|The page is kept|||||ongoing|throughout the year
1.1.7|Visit prisons|Visits|||||as needed|as needed
1.1.8|Answer the ministry|Answers|||||on instruction|on instruction
1.1.9|Hold lectures|Lectures held|||||2|8
""",
    events=("lecture in the library", "lecture in the school"),
    faults={"target": "a few", "responsible": "Western bureau", "code": "one"},
    said="Done with {number} people",
    reason="The hall was closed",
    action="Held again in the next quarter",
    five="five or so",
    order="order No. 17",
    stranger="List of holidays",
)
UKRAINIAN = Words(
    language="uk",
    centre="Зарічанський МЦ",
    full_name="Зарічанський місцевий центр з надання правової допомоги",
    title="План роботи на 2026 рік",
    director="Директор Ганна КОВАЛЬ",
    deputy="Заступниця директора О. Бондар",
    contact="О. Бондар, 0 800 213 103",
    year="2026 рік",
    units={CENTRE: "Зарічанський МЦ", NORTH: "Північне бюро", SOUTH: "Південне бюро", EAST: "Східне бюро"},
    direction="1. Доступ до правової допомоги",
    task="1.1 Консультації та лекції",
    rows="""
1.1.1|Надати консультації|Надано консультацій|||||40|160
1.1.1|Надати консультації|Надано вчасно|||||36|144
1.1.1|Надати консультації|Частка наданих вчасно|%||частка 1.1.1/2 у 1.1.1||не менше 90|90
1.1.2|Опитати клієнтів|Задоволені клієнти|%||середнє|середнє|не менше 80 %|не менше 80 %
1.1.3|Навчити юристів|Годин навчання|год||||12,5|50
1.1.4|Витратити грант|Витрачено гранту|грн; 2|менше|||не більше 1 500,50|6 002,00
1.1.5|Відповісти на скарги|Скарг без відповіді||менше|||не більше 3|не більше 12
1.1.6|Вести сторінку центру|Сторінку ведуть|||||постійно|протягом року
1.1.7|Відвідати колонії|Відвідувань|||||за потреби|за потреби
1.1.8|Відповісти міністерству|Відповідей|||||за дорученням|за дорученням
1.1.9|Провести лекції|Проведено лекцій|||||2|8
""",
    events=("лекція в бібліотеці", "лекція у школі"),
    faults={"target": "кілька", "responsible": "Західне бюро", "code": "один"},
    said="Проведено, учасників {number}",
    reason="Зал було зачинено",
    action="Проведемо в наступному кварталі",
    five="десь п'ять",
    order="наказ № 17",
    stranger="Список відпусток",
)
_NAMES = ("code", "measure", "indicator", "unit_of_measure", "better", "across_units", "adds_up")


@dataclass
class Round:
    """The round as it was played: the folder of the workspace, and what each command said."""

    words: Words
    folder: Path
    said: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: object, code: int | None = 0) -> str:
        """What a command says in the workspace. Its exit code is the one that is expected; None: any."""
        options = ["--workspace", str(self.folder)]
        result = CliRunner().invoke(main, [*options, *(str(each) for each in arguments)])
        line = " ".join(str(each) for each in arguments)
        assert code in (None, result.exit_code), f"{line}: {result.exit_code}\n{result.output}"
        self.said[line] = result.output
        return result.output

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return find_workspace(self.folder)


def play_round(words: Words, folder: Path) -> Round:
    """Play the round: a plan, two quarters, every kind of answer and of decision, and what keeps the record."""
    use_language("uk")
    units = [part for unit in words.units.values() for part in ("--unit", unit)]
    command = ["--lang", words.language, "init", str(folder), "--centre", words.centre, "--code", CENTRE]
    result = CliRunner().invoke(
        main, [*command, "--period", "2026", "--contact", words.contact, *units], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    played = Round(words, folder, {"init": result.output})
    played.run()
    use_language(words.language)
    _plan(played)
    _first_quarter(played)
    _second_quarter(played)
    _record(played)
    return played


def _write_plan(played: Round, *, is_faulty: bool = False, lectures: str = "2") -> None:
    words = played.words
    path = next(iter(played.workspace.plan_workbooks))
    rows: list[dict[str, PlanCell]] = []
    everyone = "; ".join(words.units.values())
    for row in words.table:
        *names, target, total = row
        cells: dict[str, PlanCell] = dict(zip(_NAMES, names, strict=True))
        is_event = row[0] == "1.1.9"
        target = lectures if is_event else target
        total = str(4 * int(lectures)) if is_event else total
        cells |= {"direction": words.direction, "task": words.task, "responsible": everyone, "total": total}
        cells |= {f"q{number}": target for number in range(1, 5)}
        if row[0] not in ("1.1.1", "1.1.2", "1.1.9"):
            cells["responsible"] = words.units[NORTH] if row[0] > "1.1.5" else everyone
        if is_event:
            cells["responsible"] = f"{words.units[NORTH]}; {words.units[SOUTH]}"
        rows.append(cells)
    if is_faulty:
        rows[0] |= {"q1": words.faults["target"]}
        rows[3] |= {"responsible": words.faults["responsible"]}
        rows[4] |= {"code": words.faults["code"], "total": "77"}
    write_plan_rows(path, PlanRows(_details(words), _units(words), rows, _shares(words, lectures)), _moment())


def _details(words: Words) -> Mapping[str, str | None]:
    return {
        "code": CENTRE,
        "name": words.centre,
        "title": words.full_name,
        "period": words.year,
        "plan_title": words.title,
        "approved_by": words.director,
        "approved_on": "12.01.2026",
        "signed_by": words.deputy,
    }


def _units(words: Words) -> list[dict[str, PlanCell]]:
    kinds = {CENTRE: "centre's office"}
    return [
        {"code": code, "name": name, "kind": translated(kinds.get(code, "bureau"), words.language)}
        for code, name in words.units.items()
    ]


def _shares(words: Words, lectures: str) -> list[dict[str, PlanCell]]:
    """The shares of consultations, and the lectures, which are events."""
    share = {"1.1.1": "10", "1.1.1/2": "9"}
    shares: list[dict[str, PlanCell]] = [
        {"code": "1.1.1", "indicator": words.table[at][2], "unit": unit, "quarter": quarter, "share": share[key]}
        for at, key in enumerate(share)
        for unit in words.units.values()
        for quarter in ("I", "II", "III", "IV")
    ]
    units = [words.units[NORTH], words.units[SOUTH]]
    for quarter in ("I", "II", "III", "IV"):
        for unit, event in zip(units, words.events, strict=True):
            number = 1 if unit == units[0] else int(lectures) - 1
            shares.append(
                {"code": "1.1.9", "unit": unit, "quarter": quarter, "share": str(number), "event": event}
            )
    return shares


def _moment() -> datetime:
    return datetime(2026, 1, 12, 9, 0).astimezone()


def _plan(played: Round) -> None:
    words = played.words
    _write_plan(played, is_faulty=True)
    played.run("plan", "check", "--write-back", code=3)
    played.run()
    _write_plan(played)
    played.run("plan", "check")
    played.run()
    played.run("plan", "adopt", "--by", words.deputy)
    played.run()
    played.run("plan", "print", "2026")
    played.run("plan", "print", str(FIRST))
    played.run("plan", "export", "--to", played.folder / "plan")
    (sheet,) = (path for path in (played.folder / "plan").glob("*.csv") if "measures" in path.name)
    copy = played.folder / "imported.xlsx"
    played.run("plan", "import", sheet, "--to", copy)
    played.run("plan", "diff")
    played.run("unlock", next(iter(played.workspace.plan_workbooks)))


def _issue_of(played: Round, quarter: Quarter, unit: str) -> Issue:
    with open_ledger(played.workspace.ledger) as ledger, ledger.connect() as connection:
        return next(each for each in latest_issues(connection, quarter) if each.unit.code == unit)


def answers_of(words: Words, issue: Issue, *, is_short: bool = False) -> Answers:
    """Answers with nothing to correct; short of the target with a reason, where that is wanted."""
    return {
        row.key: _answer(words, row, at, is_short)
        for at, row in enumerate(issue.rows)
        if is_short or row.promised or not row.ratio
    }


def _answer(words: Words, row: IssueRow, at: int, is_short: bool) -> dict[str, CellValue]:
    kept: dict[str, CellValue] = {"kept": translated("yes", words.language)} if row.promised else {}
    return _answer_to_target(words, row, at, is_short) | kept


def _answer_to_target(words: Words, row: IssueRow, at: int, is_short: bool) -> dict[str, CellValue]:
    said = words.said.format(number=at + 11)
    if row.ratio and not is_short:
        return {}
    if row.ratio:
        return {"reason": words.reason, "action": words.action}
    if row.target.kind is TargetKind.COUNT:
        count = float(row.target.count or 0)
        if is_short and row.is_judged and not row.unit_of_measure.is_percentage:
            worse = count + 1 if row.better.name == "LESS" else count - 1
            return {"done": worse, "description": said, "reason": words.reason, "action": words.action}
        return {"done": count, "description": said}
    if row.target.kind is TargetKind.CONTINUOUS:
        return {"description": said}
    return {"done": translated("nothing arose", words.language)}


def _send(
    played: Round, quarter: Quarter, unit: str, changes: Answers | None = None, *, is_short: bool = False
) -> Path:
    issue = _issue_of(played, quarter, unit)
    answers = answers_of(played.words, issue, is_short=is_short)
    for key, cells in (changes or {}).items():
        answers[key] = {**answers.get(key, {}), **cells}
    events: Answers = {
        event.key: {"held_on": datetime(2026, quarter.number * 3, 5), "people": 11, "place": played.words.centre}
        for row in issue.rows
        for event in row.events
    }
    path = played.workspace.inbox / f"{issue.unit.name}.xlsx"
    fill_template(played.workspace.template(quarter, issue.unit.name), path, answers, events)
    return path


def _first_quarter(played: Round) -> None:
    words = played.words
    played.run("issue", FIRST)
    played.run("status")
    for unit in (CENTRE, NORTH, SOUTH, EAST):
        _send(played, FIRST, unit, is_short=unit in (NORTH, SOUTH))
    played.run("intake")
    played.run("note", FIRST, "1.1.4", "--reason", words.reason, "--action", words.action, code=None)
    played.run("close", FIRST, "--yes", "--by", words.director)
    played.run()


def _second_quarter(played: Round) -> None:
    words, workspace = played.words, played.workspace
    played.run("issue", SECOND, "--due", "31.12.2026")
    _not_returns(played)
    faulty: Answers = {
        "1.1.1": {"done": words.five},
        "1.1.3": {"done": 0.0, "reason": None, "description": None},
        "1.1.2": {"done": 180.0},
    }
    _send(played, SECOND, SOUTH, faulty)
    shutil.copyfile(workspace.template(SECOND, words.units[EAST]), workspace.inbox / f"{words.units[EAST]} 0.xlsx")
    played.run("identify", workspace.inbox / f"{words.units[SOUTH]}.xlsx")
    played.run("identify", workspace.inbox / f"{words.stranger}.xlsx")
    played.run("intake", code=3)
    played.run("status", code=None)
    played.run()
    _send(played, SECOND, NORTH, is_short=True)
    _packed(played)
    played.run("intake")
    _write_plan(played, lectures="3")
    played.run("plan", "check")
    played.run("plan", "diff")
    played.run("plan", "adopt", "--reason", words.order, "--from", SECOND)
    played.run("plan", "print", "2026", "--version", "1")
    played.run("issue", SECOND)
    _send(played, SECOND, SOUTH)
    _send(played, SECOND, EAST, is_short=True)
    played.run("intake", code=None)
    played.run("explain", SECOND, "1.1.1")
    played.run("explain", SECOND, "1.1.1/3", "--unit", NORTH)
    played.run("explain", SECOND, "1.1.4")
    _decide(played)


def _not_returns(played: Round) -> None:
    """Files that are no returns of this centre."""
    inbox, name = played.workspace.inbox, played.words.stranger
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([played.words.reason, 1])
    sheet.title = played.words.centre
    book.save(inbox / f"{name}.xlsx")
    (inbox / f"{name} 2.xlsx").write_bytes(a_billion_laughs_in_the_texts())
    (inbox / f"{name} 3.xlsx").write_bytes(b"")
    (inbox / f"{name}.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    (inbox / f"{name}.csv").write_text(played.words.reason, "utf-8")
    (inbox / f"{name}.docx").write_bytes(b"not a document")


def _packed(played: Round) -> None:
    """The return of the centre's office in an archive, and once more in a letter."""
    path = _send(played, SECOND, CENTRE)
    with ZipFile(path.with_suffix(".zip"), "w") as archive:
        archive.write(path, path.name)
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = played.words.title, "unit@example.org", "centre@example.org"
    letter.set_content(played.words.reason)
    letter.add_attachment(path.read_bytes(), "application", "octet-stream", filename=path.name)
    path.with_suffix(".eml").write_bytes(bytes(letter))
    path.unlink()


def _decide(played: Round) -> None:
    words = played.words
    played.run("withdraw", SECOND, "--unit", EAST, "--reason", words.reason)
    played.run("withdraw", SECOND, "--unit", EAST, "--undo", "--reason", words.reason)
    played.run("waive", SECOND, "--unit", EAST, "--rule", "correction-open", "--reason", words.reason, code=None)
    played.run("note", SECOND, "1.1.4", "--reason", words.reason, "--action", words.action, code=None)
    played.run("dismiss", f"{words.stranger}.xlsx", "--reason", words.reason)
    played.run("status", code=None)
    played.run("consolidate", SECOND)
    played.run("close", SECOND, "--yes", "--by", words.director)
    _send(played, SECOND, NORTH)
    played.run("intake", code=None)
    played.run("reopen", SECOND, code=2)
    played.run("reopen", SECOND, "--reason", words.reason)
    _send(played, SECOND, EAST, {"1.1.1": {"done": words.five}})
    played.run("intake", code=3)
    played.run("status", code=None)
    played.run("close", SECOND, "--yes", "--by", words.director)
    played.run("plan", "new", "--from", "2026")
    played.run()


def _record(played: Round) -> None:
    played.run("log")
    played.run("verify")
    zipped = played.folder.parent / "copy.zip"
    played.run("backup", zipped)
    (played.folder / "xlplan.db").rename(played.folder / "lost.db")
    played.run("status", code=1)
    played.run("restore", zipped, played.folder, code=None)
    played.run("restore", zipped, played.folder.parent / "restored", "--yes", code=None)
    played.run("doctor", code=None)
    played.run("status", code=None)
