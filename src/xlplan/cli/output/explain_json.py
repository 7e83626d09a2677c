"""The output of `explain` for programs."""

from collections.abc import Sequence

from msgspec.structs import asdict

from xlplan.cli.output.letters import letter_json
from xlplan.domain.decisions import Note
from xlplan.domain.entries import Entry
from xlplan.domain.exact_json import exact_json
from xlplan.domain.explanation import Explanation, ShareCounts, ShareEntries, SubmissionAnswer, UnitExplanation
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.plan import Ratio
from xlplan.domain.quarter import Quarter


def explanation_json(explanations: Sequence[Explanation]) -> str:
    """Return the explanations as JSON, in words that do not change with the language."""
    return exact_json([_explanation_json(explanation) for explanation in explanations], indent=2)


def _explanation_json(explanation: Explanation) -> dict[str, object]:
    figure, version = explanation.figure, explanation.version
    return {
        "quarter": str(explanation.quarter),
        "code": figure.indicator.key,
        "measure": figure.measure.title,
        "indicator": figure.indicator.title,
        "counting": figure.indicator.counting.value,
        "unit_of_measure": asdict(figure.indicator.unit_of_measure),
        "across_units": figure.indicator.across_units.value,
        "adds_up": figure.indicator.adds_up.value,
        "plan": {
            "version": version.number,
            "adopted_on": version.adopted_on.isoformat(),
            "reason": version.reason,
            "targets": _by_quarter([(quarter, target.shown) for quarter, _code, target in explanation.targets]),
        },
        "target": figure.target.shown,
        "done": figure.done,
        "status": figure.status.value,
        "share": _counts_json(figure.indicator.ratio, explanation.counts),
        "waiting": [unit.code for unit in figure.waiting_units],
        "target_to_date": figure.target_to_date,
        "done_to_date": figure.done_to_date,
        "share_to_date": _counts_json(figure.indicator.ratio, explanation.counts_to_date),
        "note": _note_json(explanation.note) if explanation.note else None,
        "closed": explanation.closing_edition is not None,
        "editions": [
            {
                "number": edition.number,
                "closed_at": edition.closed_at.isoformat(),
                "sha256": edition.sha256,
                "done": snapshot_row.done if snapshot_row else None,
                "status": snapshot_row.status if snapshot_row else None,
            }
            for edition, snapshot_row in explanation.editions
        ],
        "units": [_unit_json(figure.indicator.ratio, unit) for unit in explanation.units],
    }


def _by_quarter(values: Sequence[tuple[Quarter, object]]) -> dict[str, object]:
    """Return the value of each quarter; a list of values where rows were merged since."""
    by_quarter: dict[str, list[object]] = {}
    for quarter, value in values:
        by_quarter.setdefault(str(quarter), []).append(value)
    return {quarter: each[0] if len(each) == 1 else each for quarter, each in by_quarter.items()}


def _note_json(note: Note) -> dict[str, object]:
    return {"reason": note.reason, "action": note.action, "at": note.at.isoformat(), "by": note.by}


def _counts_json(ratio: Ratio | None, counts: ShareCounts | None) -> dict[str, object] | None:
    """Return the two counts of a computed share, each with its row code; None for any other row."""
    if ratio is None or counts is None:
        return None
    return {
        "part": {"code": ratio.part, "number": counts.part},
        "whole": {"code": ratio.whole, "number": counts.whole},
    }


def _share_json(share: ShareEntries | None) -> dict[str, object] | None:
    """Return the entries of the two counts of a computed share, with the cells that they stand in."""
    if share is None:
        return None
    return {
        "part": {"code": share.ratio.part, "entry": share.part and _entry_json(share.part)},
        "whole": {"code": share.ratio.whole, "entry": share.whole and _entry_json(share.whole)},
    }


def _unit_json(ratio: Ratio | None, unit: UnitExplanation) -> dict[str, object]:
    figure = unit.figure
    return {
        "unit": figure.unit.code,
        "name": figure.unit.name,
        "target": figure.target.shown,
        "status": figure.status.value,
        "entry": _entry_json(figure.entry),
        "target_to_date": figure.target_to_date,
        "done_to_date": figure.done_to_date,
        "share_to_date": _counts_json(ratio, unit.counts_to_date),
        "asked_anew": unit.asked_again,
        "quarters": _by_quarter([(quarter, entry and _entry_json(entry)) for quarter, entry in unit.quarters]),
        "shares": {str(quarter): asdict(counts) for quarter, counts in unit.counts},
        "left_in": str(figure.left_in) if figure.left_in else None,
        "submissions": [_submission_json(answer) for answer in unit.answers],
        "letters": [letter_json(record) for record in unit.letters],
    }


def _entry_json(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind.value,
        "number": entry.number,
        "description": hide_personal_data(entry.description),
        "reason": hide_personal_data(entry.reason),
        "action": hide_personal_data(entry.action),
        "sheet": entry.sheet,
        "cell": entry.cell,
    }


def _submission_json(answer: SubmissionAnswer) -> dict[str, object]:
    sent = answer.submission
    return {
        "receipt": sent.number,
        "attempt": answer.attempt,
        "standing": answer.state.value,
        "file": sent.shown_file,
        "sha256": sent.sha256,
        "elsewhere": answer.elsewhere or None,
        "received_at": sent.received_at.isoformat(),
        "filled_by": hide_personal_data(sent.filled_by),
        "entry": _entry_json(answer.entry) if answer.entry else None,
        "share": _share_json(answer.share),
        "findings": [{"code": each.code, "says": str(each)} for each in answer.findings],
        "withdrawn": answer.withdrawal.reason if answer.withdrawal else None,
        "withdrawals": [
            {"at": each.at.isoformat(), "by": each.by, "reason": each.reason, "undone": each.is_undone}
            for each in answer.withdrawals
        ],
    }
