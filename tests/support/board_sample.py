"""A board with everything that one can hold."""

from datetime import UTC, date, datetime

from xlplan.domain.board import (
    Board,
    BoardAnswer,
    BoardFile,
    BoardLetter,
    BoardQuarter,
    BoardReturn,
    BoardWaiting,
)
from xlplan.domain.deadline import Deadline, Timeliness
from xlplan.domain.findings.answer_kinds import ENTRY_MISSING, ENTRY_NOT_A_NUMBER
from xlplan.domain.findings.file_kinds import FILE_EMPTY
from xlplan.domain.findings.finding import Location
from xlplan.domain.letters import LetterKind, LetterState
from xlplan.domain.messages import Sender
from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.return_counts import (
    ReturnCounts,
    UnitReturn,
    UnitReturns,
    YearReturns,
    add_counts,
)
from xlplan.domain.standing import Answer
from xlplan.domain.submission import ReturnState

FIRST, SECOND = Quarter(2021, 1), Quarter(2021, 2)
MADE = datetime(2021, 7, 5, 23, 31, tzinfo=UTC)
DEADLINE = Deadline(date(2021, 7, 9))
NAMES = ("Хорошівське БПД", "Лугинське БПД", "Овруцьке БПД", "Малинське БПД", "Народицьке БПД")


def answer(
    number: int = 4, file: str = "звіт.xlsx", kind: Answer = Answer.ACCEPTED, unit: str = NAMES[0], name: str = ""
) -> BoardAnswer:
    """A file that came, with its places. `name`: what the names of its files begin with."""
    errors = (
        ENTRY_NOT_A_NUMBER.at(Location("", "Звіт", "E8", "1.1"), heading="Done", description="x", seen="5 шт."),
        ENTRY_MISSING.at(Location("", "Звіт", "E9", "1.2"), heading="Done"),
        ENTRY_MISSING.at(Location("", "Звіт", "E11", "1.4"), heading="Done"),
    )
    findings = {Answer.TO_CORRECT: errors, Answer.NOT_TAKEN: (FILE_EMPTY.at(),)}.get(kind, ())
    return BoardAnswer(
        number=number,
        received_at=datetime(2021, 7, 5, 10, number, tzinfo=UTC),
        file=file,
        answer=kind,
        unit=unit,
        findings=findings,
        original=f"../archive/ab/{name}abc.xlsx",
        receipt=f"2021-Q2/квитанції/{number:04} {name}{unit} - прийнято.html",
        to_correct=f"2021-Q2/на доопрацювання/{name}{unit} {number:04}.xlsx" if kind is Answer.TO_CORRECT else "",
    )


def year(names: tuple[str, ...]) -> YearReturns:
    """Two quarters; the last unit owes nothing in the first."""
    units = [Unit(f"U{at}", name, UnitKind.BUREAU, (name,)) for at, name in enumerate(names)]
    states = (ReturnState.ACCEPTED, ReturnState.TO_CORRECT, ReturnState.ASKED_ANEW, ReturnState.NONE)
    returns = []
    for at, unit in enumerate(units):
        state = states[at % len(states)]
        late = Timeliness.LATE if state is ReturnState.ACCEPTED else None
        owed = {FIRST: UnitReturn(unit, ReturnState.ACCEPTED, Timeliness.IN_TIME)} if at < len(units) - 1 else {}
        returns.append(UnitReturns(unit, {**owed, SECOND: UnitReturn(unit, state, late)}))
    counts = {
        quarter: add_counts(each.by_quarter[quarter].counts for each in returns if quarter in each.by_quarter)
        for quarter in (FIRST, SECOND)
    }
    return YearReturns(counts, tuple(returns))


def full_board(names: tuple[str, ...] = NAMES, file: str = "звіт.xlsx", refresh_seconds: int = 0) -> Board:
    """Every part of a board, for five units.

    Args:
        names: The names of the units.
        file: The name of every file.
        refresh_seconds: After so many seconds it renews itself.
    """
    accepted, wrong, anew, beside, silent = names
    letter = BoardLetter(MADE, silent, LetterKind.REMINDER, file, LetterState.WRITTEN, f"листи/{file}.eml")
    returns = (
        BoardReturn(accepted, ReturnState.ACCEPTED, False, Timeliness.IN_TIME, 1, answer(1, file, unit=accepted)),
        BoardReturn(wrong, ReturnState.TO_CORRECT, attempts=2, shown=answer(2, file, Answer.TO_CORRECT, wrong)),
        BoardReturn(
            anew,
            ReturnState.ASKED_ANEW,
            timeliness=Timeliness.LATE,
            attempts=1,
            shown=answer(3, file, unit=anew),
            rows_asked_again=("1.1", "1.4.5"),
        ),
        BoardReturn(
            beside,
            ReturnState.ACCEPTED,
            timeliness=Timeliness.LATE,
            attempts=2,
            shown=answer(5, file, unit=beside),
            beside=answer(6, file, Answer.TO_CORRECT, beside),
        ),
        BoardReturn(
            silent, ReturnState.NONE, is_overdue=True, template="../templates/2021-Q2/x.xlsx", letter=letter
        ),
    )
    waiting = (BoardWaiting(wrong, file, MADE, True), BoardWaiting(wrong, file, MADE, False))
    closed = BoardQuarter(FIRST, DEADLINE, returns[:1], ReturnCounts(1, 1, 1), closed_at=MADE, waiting=waiting)
    quarter = BoardQuarter(
        SECOND,
        DEADLINE,
        returns,
        ReturnCounts(5, 2, 1),
        reopened="наказ № 5",
        not_issued=(f"{silent} 2",),
        other_senders=((file, Sender("someone@example.org", MADE, is_of_unit=False)),),
        files=(BoardFile("Зведений звіт", "2021-Q2/Зведений звіт 2021-Q2.xlsx"),),
    )
    return Board(
        centre="Коростенський МЦ",
        made_at=MADE,
        quarters=(closed, quarter),
        years={2021: year(names)},
        answers=(answer(2, file, Answer.TO_CORRECT, wrong), answer(1, file, unit=accepted)),
        not_taken=(answer(7, file, Answer.NOT_TAKEN, ""),),
        more_not_taken=3,
        letters=(letter,),
        refresh_seconds=refresh_seconds,
    )
