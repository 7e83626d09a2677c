"""Letters in the ledger: recorded before they go, and what became of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Select, insert, select

from xlplan.domain.issue import Issue
from xlplan.domain.letters import Enclosure, Letter, LetterItem, LetterOutcome, LetterRecord
from xlplan.domain.plan import Plan
from xlplan.domain.quarter import Quarter
from xlplan.ledger import schema
from xlplan.ledger.record_mapping import LETTER_ITEMS, LETTER_OUTCOMES, LETTERS
from xlplan.ledger.row_hashes import next_number, record_row_hash

_LETTERS, _ITEMS, _OUTCOMES = schema.letters.c, schema.letter_items.c, schema.letter_outcomes.c


def record_letter(connection: Connection, letter: Letter, items: Sequence[LetterItem]) -> Letter:
    """Record a letter that is about to go, and return it with its number."""
    number = next_number(connection, schema.letters)
    connection.execute(insert(schema.letters), {**LETTERS.row(letter), "number": number})
    rows = [
        {"letter": number, "position": position, **LETTER_ITEMS.row(each)}
        for position, each in enumerate(items, 1)
    ]
    connection.execute(insert(schema.letter_items), rows)
    record_row_hash(connection, schema.letters, (number,))
    return replace(letter, number=number)


def record_outcome(connection: Connection, outcome: LetterOutcome) -> None:
    """Record what became of a letter."""
    connection.execute(insert(schema.letter_outcomes), LETTER_OUTCOMES.row(outcome))
    record_row_hash(connection, schema.letter_outcomes, (outcome.letter,))


def letters_of(connection: Connection, quarters: Collection[Quarter]) -> tuple[LetterRecord, ...]:
    """Return the letters that brought anything of these quarters, oldest first, each with all that it brought."""
    names = [str(quarter) for quarter in quarters]
    return _records(connection, select(_ITEMS.letter).where(_ITEMS.quarter.in_(names)))


def last_answered(connection: Connection) -> int:
    """Return the highest receipt number of which a letter brought the answer; 0 before the first one."""
    query = select(_ITEMS.reference).where(_ITEMS.enclosure == Enclosure.ANSWER.value)
    return max((int(each) for each in connection.execute(query).scalars()), default=0)


def addresses_of(plan: Plan | None, issues: Iterable[Issue]) -> dict[str, str]:
    """Return what stands as the addresses of each unit in the plan in force, or else in its issue.

    A new address needs no new template.
    """
    planned = {unit.code: unit.email for unit in plan.units} if plan else {}
    return {issue.unit.code: planned.get(issue.unit.code, issue.unit.email) for issue in issues}


def _records(connection: Connection, numbers: Select[tuple[int]]) -> tuple[LetterRecord, ...]:
    letters = LETTERS.read_all(
        connection.execute(select(schema.letters).where(_LETTERS.number.in_(numbers)).order_by(_LETTERS.number))
    )
    rows = connection.execute(
        select(schema.letter_items).where(_ITEMS.letter.in_(numbers)).order_by(_ITEMS.letter, _ITEMS.position)
    )
    read_item = LETTER_ITEMS.reader(rows.keys())
    items: dict[int, list[LetterItem]] = {}
    for row in rows:
        items.setdefault(row.letter, []).append(read_item(row))
    found = LETTER_OUTCOMES.read_all(
        connection.execute(select(schema.letter_outcomes).where(_OUTCOMES.letter.in_(numbers)))
    )
    outcomes = {each.letter: each for each in found}
    return tuple(
        LetterRecord(letter, tuple(items.get(letter.number, ())), outcomes.get(letter.number))
        for letter in letters
    )
