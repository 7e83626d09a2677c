"""Entries of the decision log: who decided what, where, when and why, in a chain that shows every later change."""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from msgspec import Struct, field

from xlplan.domain.quarter import Quarter, read_quarter

# The first entry has no other before it.
NO_ENTRY = ""


class DecisionKind(Enum):
    """The kind of a decision. The value stands in the log, and is the name of the command as a rule."""

    BEGINNING = "begin"
    ADOPTION = "adopt"
    ADOPTION_UNDOING = "adopt-undo"
    ISSUE = "issue"
    WAIVER = "waive"
    WITHDRAWAL = "withdraw"
    WITHDRAWAL_UNDOING = "withdraw-undo"
    DISMISSAL = "dismiss"
    NOTE = "note"
    CLOSING = "close"
    REOPENING = "reopen"
    LETTER = "letter"
    CLOCK_CONFIRMATION = "clock"
    LOG_COMPLETION = "log-completion"
    OLDER_LEDGER = "older-ledger"
    LEDGER_MOVE = "ledger-move"


class Actor(Struct, frozen=True):
    """Whoever decides: a person, and the computer and the folder of the workspace where it is done."""

    person: str
    machine: str
    folder: str


class Decision(Struct, frozen=True):
    """A decision that is to be recorded.

    Attributes:
        kind: Its kind.
        reason: The reason, in the words of the person; "" where none is asked for.
        quarter: The quarter; None where it concerns none.
        unit: The code of the unit; "" for the whole centre.
        row: The row code; "" where it concerns no row.
        before: What was so before, by English names. The values are texts, numbers, lists and mappings of them.
        after: What is so after it.
    """

    kind: DecisionKind
    reason: str = ""
    quarter: Quarter | None = None
    unit: str = ""
    row: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


class LogEntry(Struct, frozen=True):
    """One entry of the decision log.

    Attributes:
        number: Its number, counted from 1.
        at: The time of the decision.
        actor: Whoever decided.
        workspace: The identity of the workspace.
        decision: The decision.
        row_hashes: The SHA-256 of each record that the decision added to the ledger, by table and key.
        ledger: The head of the ledger's chain of row hashes at that time.
        previous: The SHA-256 of the line before. NO_ENTRY for the first one.
    """

    number: int
    at: datetime
    actor: Actor
    workspace: str
    decision: Decision
    row_hashes: Mapping[str, str]
    ledger: str
    previous: str

    @property
    def quarters(self) -> frozenset[Quarter]:
        """Every quarter that the decision concerns: a closing may make editions of later ones too."""
        editions = self.decision.after.get("editions", ())
        found = {self.decision.quarter, *(read_quarter(str(each.get("quarter"))) for each in editions)}
        return frozenset(quarter for quarter in found if quarter)

    def concerns(self, unit: str) -> bool:
        """Tell if the decision is about a unit, by its code."""
        return unit == self.decision.unit or unit in self.decision.after.get("units", ())


def line_hash(line: str) -> str:
    """Return the SHA-256 of a line of the log, without its end."""
    from hashlib import sha256

    return sha256(line.encode()).hexdigest()


def entry_line(entry: LogEntry) -> str:
    """Return the line of an entry: a JSON object with English names, without line ends."""
    decision = entry.decision
    values = {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "decision": decision.kind.value,
        "by": entry.actor.person,
        "machine": entry.actor.machine,
        "folder": entry.actor.folder,
        "workspace": entry.workspace,
        "quarter": str(decision.quarter) if decision.quarter else None,
        "unit": decision.unit,
        "row": decision.row,
        "reason": decision.reason,
        "before": decision.before,
        "after": decision.after,
        "rows": entry.row_hashes,
        "ledger": entry.ledger,
        "previous": entry.previous,
    }
    # A lone half of a letter, which a command line may hold, cannot be written as UTF-8.
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace").decode()


def read_entry(line: str) -> LogEntry | None:
    """Return the entry of a line; None where the line is none."""
    try:
        values = json.loads(line)
        return LogEntry(
            number=int(values["number"]),
            at=datetime.fromisoformat(values["at"]),
            actor=Actor(str(values["by"]), str(values["machine"]), str(values["folder"])),
            workspace=str(values["workspace"]),
            decision=Decision(
                DecisionKind(values["decision"]),
                str(values["reason"]),
                read_quarter(values["quarter"]) if values["quarter"] else None,
                str(values["unit"]),
                str(values["row"]),
                dict(values["before"]),
                dict(values["after"]),
            ),
            row_hashes=dict(values["rows"]),
            ledger=str(values["ledger"]),
            previous=str(values["previous"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


class DecisionRecord(Struct, frozen=True):
    """The decisions on a quarter, and the state of the decision log with which they were read.

    `entries`: the decisions, oldest first. `workspace`: the identity of the workspace.
    `number`, `sha256`: the last entry of the log, and the hash of its line; 0 and "" before the first one.
    """

    entries: tuple[LogEntry, ...] = ()
    workspace: str = ""
    number: int = 0
    sha256: str = ""
