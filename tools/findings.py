"""Writes docs/findings.md, the page of every kind of finding, from the catalogue that the program itself uses."""

import re
from collections.abc import Iterable
from pathlib import Path

from xlplan.domain.findings import (
    answer_kinds,
    cell_kinds,
    descent_kinds,
    file_kinds,
    number_kinds,
    plan_cell_kinds,
    plan_event_kinds,
    plan_executor_kinds,
    plan_import_kinds,
    plan_import_table_kinds,
    plan_kinds,
    plan_layout_kinds,
    plan_number_kinds,
    plan_source_kinds,
    quarter_kinds,
    record_kinds,
)
from xlplan.domain.findings.catalogue import CATALOGUE, kinds_of
from xlplan.domain.findings.finding import FindingKind, Severity
from xlplan.text.translation import _, language, use_language

PAGE = Path(__file__).parents[1] / "docs" / "findings.md"
_ORDER = (
    file_kinds.OLDER_THAN_COUNTED,
    file_kinds.NOTHING_CORRECTED,
    file_kinds.COPY_SAVED_LAST,
    file_kinds.COPY_SAVED_EARLIER,
)
_FILE = [kind for kind in kinds_of(file_kinds) if kind not in _ORDER]
_EVENTS = [kind for kind in kinds_of(answer_kinds) if kind.code.startswith("event")]
_ROWS = [kind for kind in kinds_of(answer_kinds) if kind not in _EVENTS]
_CSV = [kind for kind in kinds_of(plan_kinds) if kind.code.startswith("csv-")]
_PLAN = [kind for kind in kinds_of(plan_kinds) if kind not in _CSV]
_CHAPTERS = (
    ("Файл", "A file as a whole, and whose it is", _FILE),
    ("Порядок надходження", "What came for the same return before", _ORDER),
    ("Рядки звіту", "The rows of a return", _ROWS),
    ("Відсотки, години, гроші, частки", "Numbers in a row that counts no whole things", kinds_of(number_kinds)),
    ("Заходи", "The events in a return", _EVENTS),
    ("Вигляд клітинок звіту", "How the cells of a return look", kinds_of(cell_kinds)),
    ("Квартал", "The quarter as a whole", kinds_of(quarter_kinds)),
    ("Журнал, архів, протокол", "The record as a whole, as `verify` proves it", kinds_of(record_kinds)),
    ("План", "The plan workbook", _PLAN),
    ("Стовпці вставленого плану", "The columns of a pasted plan", kinds_of(plan_layout_kinds)),
    (
        "План з іншого документа",
        "A plan made from a document of another layout",
        (*kinds_of(plan_import_table_kinds), *kinds_of(plan_import_kinds)),
    ),
    ("Вигляд клітинок плану", "How the cells of a plan look", kinds_of(plan_cell_kinds)),
    ("Виконавці в плані", "Responsible units of a plan", kinds_of(plan_executor_kinds)),
    ("Заплановані заходи", "Planned events", kinds_of(plan_event_kinds)),
    ("Числа плану", "The numbers of a plan", kinds_of(plan_number_kinds)),
    ("Документ, з якого береться план", "The document that a plan is imported from", kinds_of(plan_source_kinds)),
    ("Родовід рядків плану", "Which row before a row of the plan continues", kinds_of(descent_kinds)),
    ("План у CSV", "The plan as CSV files", _CSV),
)
_SEVERITIES = {
    Severity.ERROR: ("помилка", "error", "треба виправити; доти звіт не враховано", "must be corrected first"),
    Severity.WARNING: ("увага", "warning", "звіт враховано; варто перевірити", "accepted, and shown"),
    Severity.NOTE: ("до відома", "note", "зрозуміло без виправлень", "understood, and told"),
}
_GAP = re.compile(r"\{(\w+)\}")
_HEAD = """# Зауваження · Findings

<!-- Made by tools/findings.py from the catalogue of findings; `make findings` renews it. -->

Кожне зауваження має код, вагу, слова про те, що побачено, і пораду, що зробити. Українською його читають люди,
нижче — той самий текст англійською. `…` стоїть там, де програма підставляє своє: стовпець, число, рядок.

Every finding has a code, a severity, words for what was seen and advice on what to do. People read the Ukrainian
words; the English ones stand below them. `…` is where the program fills in a heading, a number or a row.

| | |
| --- | --- |
"""

_HEADINGS = """| код · code | вага · severity | що не так · what is wrong | що зробити · what to do |
| --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page; the same catalogue gives the same text."""
    before = language()
    weights = "".join(
        f"| **{ours}** · {theirs} | {meaning} · {meant} |\n"
        for ours, theirs, meaning, meant in _SEVERITIES.values()
    )
    try:
        chapters = [_chapter(*chapter) for chapter in _CHAPTERS]
    finally:
        use_language(before)
    assert sum(len(kinds) for _ours, _theirs, kinds in _CHAPTERS) == len(CATALOGUE)
    return _HEAD + weights + "".join(chapters)


def _chapter(ours: str, theirs: str, kinds: Iterable[FindingKind]) -> str:
    order = list(_SEVERITIES)
    grave_first = sorted(kinds, key=lambda kind: order.index(kind.severity))
    lines = "".join(_line(kind) for kind in grave_first)
    return f"\n## {ours} · {theirs}\n\n{_HEADINGS}{lines}"


def _line(kind: FindingKind) -> str:
    ours, theirs, _meaning, _meant = _SEVERITIES[kind.severity]
    return f"| `{kind.code}` | **{ours}**<br>{theirs} | {_both(kind.problem)} | {_both(kind.remedy)} |\n"


def _both(words: str) -> str:
    said = []
    for each in ("uk", "en"):
        use_language(each)
        said.append(_GAP.sub("…", _(words)).replace("….", "…").replace("|", "\\|"))
    return f"{said[0]}<br>*{said[1]}*"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
