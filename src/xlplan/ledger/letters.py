"""Letters in the ledger: recorded before they go, and what became of them."""

from collections.abc import Collection, Iterable, Sequence

from msgspec.structs import replace

from xlplan.domain.issue import Issue
from xlplan.domain.letters import Enclosure, Letter, LetterItem, LetterOutcome, LetterRecord
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.ledger.database import Connection, marks
from xlplan.ledger.record_mapping import LETTER_ITEMS, LETTER_OUTCOMES, LETTERS, column_names
from xlplan.ledger.row_hashes import next_number, record_row_hash


def record_letter(connection: Connection, letter: Letter, items: Sequence[LetterItem]) -> Letter:
    """Record a letter that is about to go, and return it with its number."""
    number = next_number(connection, "letters")
    connection.add("letters", {**LETTERS.row(letter), "number": number})
    rows = [
        {"letter": number, "position": position, **LETTER_ITEMS.row(each)}
        for position, each in enumerate(items, 1)
    ]
    connection.add("letter_items", *rows)
    record_row_hash(connection, "letters", (number,))
    return replace(letter, number=number)


def record_outcome(connection: Connection, outcome: LetterOutcome) -> None:
    """Record what became of a letter."""
    connection.add("letter_outcomes", LETTER_OUTCOMES.row(outcome))
    record_row_hash(connection, "letter_outcomes", (outcome.letter,))


def letters_of(connection: Connection, quarters: Collection[Quarter]) -> tuple[LetterRecord, ...]:
    """Return the letters that brought anything of these quarters, oldest first, each with all that it brought."""
    names = [str(quarter) for quarter in quarters]
    numbers = f"SELECT letter FROM letter_items WHERE quarter IN ({marks(names)})"
    letters = LETTERS.read_all(
        connection.run(f"SELECT * FROM letters WHERE number IN ({numbers}) ORDER BY number", names)
    )
    rows = connection.run(
        f"SELECT * FROM letter_items WHERE letter IN ({numbers}) ORDER BY letter, position", names
    )
    columns = column_names(rows)
    read_item, of_letter = LETTER_ITEMS.reader(columns), columns.index("letter")
    items: dict[int, list[LetterItem]] = {}
    for row in rows.fetchall():
        items.setdefault(row[of_letter], []).append(read_item(row))
    found = LETTER_OUTCOMES.read_all(
        connection.run(f"SELECT * FROM letter_outcomes WHERE letter IN ({numbers}) ORDER BY letter", names)
    )
    outcomes = {each.letter: each for each in found}
    return tuple(
        LetterRecord(letter, tuple(items.get(letter.number, ())), outcomes.get(letter.number))
        for letter in letters
    )


def last_answered(connection: Connection) -> int:
    """Return the highest receipt number of which a letter brought the answer; 0 before the first one."""
    query = "SELECT reference FROM letter_items WHERE enclosure = ?"
    return max(map(int, connection.column(query, (Enclosure.ANSWER.value,))), default=0)


def addresses_of(plan: Plan | None, issues: Iterable[Issue]) -> dict[str, str]:
    """Return what stands as the addresses of each unit in the plan in force, or else in its issue.

    A new address needs no new template.
    """
    planned = {unit.code: unit.email for unit in plan.units} if plan else {}
    return {issue.unit.code: planned.get(issue.unit.code, issue.unit.email) for issue in issues}
