"""Writes docs/findings.md, the page of every kind of finding, from the catalogue that the program itself uses."""

import re
from pathlib import Path

from xlplan.domain.findings.answer_kinds import ENTRY, EVENT
from xlplan.domain.findings.file_kinds import FILE, ORDER
from xlplan.domain.findings.finding import CATALOGUE, FindingKind, Severity
from xlplan.domain.findings.plan_kinds import PLAN, PLAN_CSV
from xlplan.domain.findings.quarter_kinds import QUARTER
from xlplan.text.translation import _, language, use_language

PAGE = Path(__file__).parents[1] / "docs" / "findings.md"
_CHAPTERS = (
    ("Файл", "A file as a whole, and whose it is", FILE),
    ("Порядок надходження", "What came for the same return before", ORDER),
    ("Рядки звіту", "The rows of a return", ENTRY),
    ("Заходи", "The events in a return", EVENT),
    ("Квартал", "The quarter as a whole", QUARTER),
    ("План", "The plan workbook", PLAN),
    ("План у CSV", "The plan as CSV files", PLAN_CSV),
)
_SEVERITIES = {
    Severity.ERROR: ("помилка", "error", "треба виправити; доти звіт не зараховано", "must be corrected first"),
    Severity.WARNING: ("увага", "warning", "звіт зараховано; варто перевірити", "accepted, and shown"),
    Severity.NOTE: ("до відома", "note", "зрозуміло без виправлень", "understood, and told"),
}
_GAP = re.compile(r"\{(\w+)\}")
_HEAD = """# Зауваження · Findings

<!-- Made by tools/findings.py from the catalogue of findings; `make findings` renews it. -->

Кожне зауваження має код, вагу, слова про те, що побачено, і пораду, що зробити. Українською його читають люди,
нижче — той самий текст англійською. `…` стоїть там, де програма підставляє своє: графу, число, рядок.

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


def _chapter(ours: str, theirs: str, kinds: dict[str, FindingKind]) -> str:
    order = list(_SEVERITIES)
    grave_first = sorted(kinds.items(), key=lambda item: order.index(item[1].severity))
    lines = "".join(_line(code, kind) for code, kind in grave_first)
    return f"\n## {ours} · {theirs}\n\n{_HEADINGS}{lines}"


def _line(code: str, kind: FindingKind) -> str:
    ours, theirs, _meaning, _meant = _SEVERITIES[kind.severity]
    return f"| `{code}` | **{ours}**<br>{theirs} | {_both(kind.problem)} | {_both(kind.remedy)} |\n"


def _both(words: str) -> str:
    said = []
    for each in ("uk", "en"):
        use_language(each)
        said.append(_GAP.sub("…", _(words)).replace("….", "…").replace("|", "\\|"))
    return f"{said[0]}<br>*{said[1]}*"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
