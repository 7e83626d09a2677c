"""The words by which plans on paper head their columns, in both languages."""

import re
from collections.abc import Mapping
from functools import lru_cache

from xlplan.documents.plan_reader.grid import cell_text
from xlplan.domain.sheets import PLAN
from xlplan.text.normalize import match_key
from xlplan.text.translation import all_translations

# The column that numbers the rows of a table. What stands in it tells whether these are codes.
NUMBER = "number"
# “Unit” is a part of a centre, or what a number counts. The columns beside it tell.
UNIT = "unit"
_WORDS: Mapping[str, str] = {
    NUMBER: "№|№ з/п|№ п/п|№ зп|№ пп|з/п|п/п|номер|no|nr|#|number|item|item no|item number",
    UNIT: "unit|units",
    "direction": "напрямок|напрям діяльності|напрямок діяльності|стратегічний напрям|стратегічна ціль|пріоритет"
    "|area|focus area|strategic direction|priority"
    "|напрями|напрями діяльності|напрями роботи|напрям роботи|розділ|розділ плану"
    "|стратегічний пріоритет|операційна ціль|goal area|pillar|strategic priority|programme"
    "|пріоритети|пріоритетний напрям|пріоритетний напрямок|пріоритет діяльності|сфера|сфера діяльності|priorities",
    "task": "найменування завдання|назва завдання|зміст завдання|задача|objective"
    "|завдання плану|найменування завдань|завдання програми|key task|key tasks|objectives"
    "|name of the task|name of task|task name",
    "subtask": "найменування підзавдання|назва підзавдання|зміст підзавдання|sub-task|sub task",
    "purpose": "мета|мета і основний результат|мета та очікуваний результат|основний результат"
    "|очікуваний результат|очікувані результати|expected result|expected results|outcome|goal"
    "|очікуваний результат виконання|очікуваний результат від виконання|очікуваний ефект|мета заходу"
    "|expected outcome|expected outcomes|expected output|expected outputs|purpose"
    "|результат|результати|результат виконання|результати виконання|запланований результат|заплановані результати"
    "|прогнозований результат|кінцевий результат|результат заходу|result|results|outcomes|output|outputs"
    "|purpose and main result|purpose and main result of carrying out the task",
    "code": "код заходу|шифр|шифр заходу|номер заходу|№ заходу|measure code|activity code|ref",
    "measure": "заходи|найменування заходу|найменування заходів|назва заходу|назва заходів|зміст заходу"
    "|зміст заходів|зміст роботи|запланований захід|заплановані заходи|перелік заходів|опис заходу|дії"
    "|measures|activity|activities|planned activity|activity description|action|actions"
    "|зміст|зміст заходу та робіт|найменування роботи|найменування робіт|назва роботи|назва робіт"
    "|види робіт|вид роботи|основні заходи|захід плану|зміст і форма роботи|what will be done"
    "|planned activities|key activities|intervention|interventions|initiative|initiatives|work item"
    "|name of the measure|name of measure|measure name|name of the measure for carrying out the task",
    "responsible": "відповідальні|відповідальний виконавець|відповідальні виконавці|виконавець|виконавці"
    "|відповідальна особа|відповідальні особи|відповідальний за виконання|відповідальні за виконання"
    "|відповідальний підрозділ|відповідальні підрозділи|підрозділ|структурний підрозділ|responsible unit"
    "|responsible person|owner|lead|executor|department"
    "|хто виконує|хто відповідає|відповідальні за виконання заходу|виконавці заходу"
    "|відповідальний структурний підрозділ|відповідальні структурні підрозділи|структурні підрозділи"
    "|відповідальні за реалізацію|who|responsible party|responsible parties|responsibility"
    "|responsible department|assigned to|accountable|in charge|person in charge|officer in charge|ownership"
    "|responsible for delivery|responsible for implementation|responsible for the measure|person|persons"
    "|delivered by|led by|carried out by|implemented by|performed by|done by|actioned by|run by|by whom"
    "|leads|owners|team|teams|departments|хто проводить|ким виконується|виконує|виконують|проводить"
    "|відповідає|відповідають|служба|служби|відділ|відділи|виконавець, підрозділ|підрозділ-виконавець"
    "|підрозділи|підрозділ, відповідальний за виконання|головний виконавець|головні виконавці",
    "term": "терміни|строк|строки|термін виконання|терміни виконання|строк виконання|строки виконання"
    "|термін проведення|строк проведення|період виконання|дата|дата проведення"
    "|deadline|due|due date|timeline|timeframe|time frame|term of the measure|date of the measure"
    "|строк реалізації|строки реалізації|термін реалізації|терміни реалізації|дата виконання|період"
    "|коли|термін проведення заходу|дати проведення|when|date|dates|timing|completion date|timescale"
    "|period",
    "indicator": "показники|індикатор|індикатори|показник результативності|показники результативності"
    "|найменування показника|найменування показників|найменування показника результативності"
    "|найменування показників результативності|назва показника|назва показників|показник виконання"
    "|показники виконання|індикатор виконання|індикатори виконання|індикатор результативності"
    "|кількість показників результативності|кількісний показник|kpi|kpis|indicators|performance indicator"
    "|key performance indicator|metric"
    "|показник ефективності|показники ефективності|цільовий показник|цільові показники"
    "|критерій виконання|критерії виконання|вимірюваний показник|measurement|success measure"
    "|measure of success|output indicator|performance measure|indicator of results|names of the indicators"
    "|names of the indicators of the measure's results|number of the indicators of the measure's results",
    "total": "всього|усього|разом за рік|всього за рік|усього за рік|за рік|рік|річний показник|план|план на рік"
    "|план на квартал|планове значення|плановий показник|значення показника|цільове значення|кількість"
    "|annual total|year total|total for the year|full year|year|target|annual target|plan|planned"
    "|annual|annual plan|yearly total|whole year|for the year|year target|yearly target"
    "|річний план|план річний|річне значення|річний обсяг|річна кількість|річний|річна ціль|загалом|загалом за рік"
    "|цілий рік|увесь рік",
    "note": "примітки|коментар|коментарі|notes|comment|comments|remark|remarks"
    "|примітка про виконання|відмітка про виконання|відмітки про виконання",
    "q1": "перший квартал|first quarter|січень-березень",
    "q2": "другий квартал|second quarter|квітень-червень",
    "q3": "третій квартал|third quarter|липень-вересень",
    "q4": "четвертий квартал|fourth quarter|жовтень-грудень",
    "unit_of_measure": "одиниця виміру|одиниці виміру|одиниця вимірювання|од. виміру|од. вим|uom|measurement unit"
    "|одиниці вимірювання|од. вимірювання|од.виміру|од.вим|од виміру|од вим|од|одиниця|одиниці|вимір"
    "|unit of measurement|units of measurement|units of measure|measure unit|unit measure|measured in|counted in",
}
# “Lead officer”, “Person responsible”, “Відповідальна служба”: a word for the task, and one for who has it.
_HAVING = match_key("lead|leading|responsible|accountable|delivery|implementing|executing|owning|owner|assigned")
_WHO = match_key(
    "department|team|officer|organisation|organization|person|unit|body|agency|institution|manager|member of staff"
    "|staff|partner|division|section|office|group|service|entity|directorate|bureau|post|official|role"
)
_UK_HAVING = match_key("відповідальн(?:а|ий|е|і)|головн(?:а|ий|е|і)|виконуюч(?:а|ий|е|і)|провідн(?:а|ий|е|і)")
_UK_WHO = match_key(
    "особ(?:а|и)|посадов(?:а|і) особ(?:а|и)|підрозділи?|служб(?:а|и)|відділи?|управління|бюро|сектори?|відділення"
    "|працівники?|установ(?:а|и)|орган(?:и|ізація|ізації)?|команд(?:а|и)|сторон(?:а|и)|департаменти?"
)
_RESPONSIBLE = re.compile(
    rf"(?:{_HAVING}) (?:{_WHO})(?:{match_key('s')})?|(?:{_WHO})(?:{match_key('s')})? (?:{_HAVING})"
    rf"|(?:{_UK_HAVING}) (?:{_UK_WHO})|(?:{_UK_WHO}),? (?:{_UK_HAVING})"
)
# What a heading may say besides: of what the column's entries are.
_TAIL = re.compile(
    rf" (?:{match_key('для виконання завдання|виконання завдання|виконання заходу|заходу|заходів')})$"
)
_YEAR = re.compile(
    rf"(?:(?:{match_key('на|за|in|for')}) )?\b(?:{match_key('fy')} ?)?20\d\d\b"
    rf"(?: (?:{match_key('рік|року|р|year')})\b)?\.?"
)
_TARGETS = ("q1", "q2", "q3", "q4", "total")
_COUNTED = ("indicator", *_TARGETS)
_LONGEST = 150
_BROKEN_WORD = re.compile(r"-\s*\n\s*")
_BRACKETS = re.compile(r"\([^)]*\)")
_NUMERALS = {"і": "q1", "іі": "q2", "ііі": "q3", "іv": "q4", "1": "q1", "2": "q2", "3": "q3", "4": "q4"}
_QUARTER = re.compile(
    rf"(?:{match_key('план')} )?(?:(?:{match_key('на|за|у|в')}) )?(?P<numeral>[1-4]|і{{1,3}}|іv)(?:-?й)?"
    rf"(?: ?(?:{match_key('кв|квартал|кварталі|quarter|qtr|q')}))?"
)
_QUARTER_FIRST = re.compile(
    rf"(?:{match_key('квартал|кв|quarter|qtr|q')})[. ]{{0,2}}(?P<numeral>[1-4]|і{{1,3}}|іv)"
)


def name_of_heading(value: object) -> str:
    """Return the name in code of the column that a heading means, or `NUMBER`; "" for any other text."""
    return _name_of_words(value) if isinstance(value, str) and len(value) <= _LONGEST else ""


@lru_cache(maxsize=1024)
def _name_of_words(words: str) -> str:
    # Paper breaks a long word with a hyphen at the end of a line.
    return _name_of_text(cell_text(words)) or _name_of_text(cell_text(_BROKEN_WORD.sub("", words)))


def _name_of_text(text: str) -> str:
    bare = _BRACKETS.sub(" ", text)
    whole = match_key(bare)
    if name := _name_of_key(whole):
        return name
    # “Виконавець / відповідальний” means one column in two words.
    parts = {_name_of_key(part) for part in whole.split("/")}
    return parts.pop() if len(parts) == 1 else ""


def settle_unit(meanings: Mapping[int, str]) -> dict[int, str]:
    """Return the meanings of a row of headings, where “Unit” is what a number counts or a part of the centre.

    It counts beside an indicator or a number, and where another column says who is responsible.
    """
    others = set(meanings.values())
    settled = {}
    for at, name in meanings.items():
        counts = "responsible" in others or meanings.get(at - 1) in _COUNTED or meanings.get(at + 1) in _TARGETS
        settled[at] = ("unit_of_measure" if counts else "responsible") if name == UNIT else name
    return settled


def _name_of_key(key: str) -> str:
    plain = " ".join(_YEAR.sub(" ", key).split()).strip(" .:,;*")
    if not plain:
        # A year alone heads the numbers of the year.
        return "total" if _YEAR.search(key) else ""
    if name := _names().get(plain):
        return name
    quarter = _QUARTER.fullmatch(plain) or _QUARTER_FIRST.fullmatch(plain)
    if quarter and not plain.isdecimal():
        return _NUMERALS[quarter["numeral"]]
    if _RESPONSIBLE.fullmatch(plain):
        return "responsible"
    shorter = _TAIL.sub("", plain)
    return _name_of_key(shorter) if shorter != plain else ""


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Return the name of each heading's column by the match key of the heading. xlplan's own headings go first."""
    other = {match_key(word): name for name, words in _WORDS.items() for word in words.split("|")}
    own = {match_key(shown): each.name for each in PLAN.columns for shown in all_translations(each.heading)}
    return other | own
