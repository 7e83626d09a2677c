"""The formulas that show sums as one types: targets against totals, shares and events.

Only what Excel 2010 and LibreOffice compute alike: SUMPRODUCT in comma form, which passes over texts, and no
wildcards. Rows are counted from 1, as formulas do; `last` is the last that the sheets are looked through to.
"""

from string import Formatter

from xlsxwriter.utility import xl_col_to_name

from xlplan.documents.plan_reader.targets import QUARTER_COLUMNS
from xlplan.documents.plan_writer.guidance import FIRST_ROW
from xlplan.domain.plan import AddsUp, Counting
from xlplan.domain.sheets import DETAIL_LINES, DETAILS, PLAN, SHARES, Sheet
from xlplan.text.translation import N_, _, all_translations

FITS = "✓"
NUMERALS = ("I", "II", "III", "IV")
BETWEEN = "; "
TOTAL_DIFFERS = N_("total {total}, but the quarters make {sum}")
SHARES_DIFFER = N_("{quarter}shares {sum} of {target}")
EVENTS_DIFFER = N_("events named: {seen} of {target}")
NO_TARGET = N_("no target")
SHARES_OF_TARGET = N_("{sum} of {target}")
NO_SUCH_CODE = N_("no such code in the plan")
_END = "¶"
CYRILLIC_I = "І"


def plan_check(row: int, last: int) -> str:
    """The formula of `Перевірка` in a row of `План`: all that does not fit, in words, else that it fits."""
    filled = _joined(row, "code", "measure", "indicator")
    total = _at(PLAN, "total", row)
    of_total = _fault(total_differs(row), TOTAL_DIFFERS, total=total, sum=_quarters_sum(row))
    faults = f'{of_total}&IF({_at(PLAN, "code", row)}="","",{_of_shares(row, last)}&{_of_events(row, last)})'
    fits = f'IF({_joined(row, *QUARTER_COLUMNS, "total")}="","{_(NO_TARGET)}","{FITS}")'
    # Each fault ends as if another followed; the end takes the last such mark, or stands alone.
    told = f'SUBSTITUTE(SUBSTITUTE({faults}&"{_END}","{BETWEEN}{_END}",""),"{_END}",{fits})'
    return f'=IF({filled}="","",{told})'


def total_differs(row: int) -> str:
    """The condition that the total of a row of `План` is not the sum of its quarters."""
    total, adds_up = _at(PLAN, "total", row), _at(PLAN, "adds_up", row)
    summed = ",".join(f'{adds_up}<>"{word}"' for word in all_translations(AddsUp.LAST.value))
    due = f'OR({_joined(row, *QUARTER_COLUMNS)}<>"",{_yearly()})'
    return f'AND({total}<>"",ISNUMBER(VALUE({total})),{summed},{due},{_quarters_sum(row)}<>{_number(total)})'


def check_is_fault(row: int) -> str:
    """The condition that `Перевірка` tells of more than events that are still to be named."""
    told = _check(PLAN, row)
    fine = [f'{told}="{text}"' for text in ("", FITS, _(NO_TARGET))]
    events = _(EVENTS_DIFFER).partition("{")[0]
    return f'NOT(OR({",".join(fine)},LEFT({told},{len(events)})="{events}"))'


def check_fits(row: int) -> str:
    """The condition that `Перевірка` finds nothing wrong."""
    return f'{_check(PLAN, row)}="{FITS}"'


def share_check(row: int, last: int) -> str:
    """The formula of `Частки разом` in a row of `Розподіл`: the shares of its code and quarter, of the target."""
    code, title, quarter = (_at(SHARES, name, row) for name in ("code", "indicator", "quarter"))
    same_title = (
        f'--(({_all(SHARES, "indicator", last)}={title})+({_all(SHARES, "indicator", last)}="")+({title}="")>0)'
    )
    numerals = "{" + ",".join(f'"{each}"' for each in NUMERALS) + "}"
    # A quarter may be typed in Cyrillic or Latin letters, or as a digit.
    letters = f'SUBSTITUTE({quarter},"{CYRILLIC_I}","I")'
    latin = f'IF({quarter}="","",IFERROR(INDEX({numerals},VALUE({quarter})),{letters}))'
    spellings = (
        latin,
        f'SUBSTITUTE({latin},"I","{CYRILLIC_I}")',
        f'IFERROR(MATCH({latin},{numerals},0)&"",{latin})',
    )
    same = "+".join(f'({_all(SHARES, "quarter", last)}&""={each})' for each in spellings)
    same_quarter = f"--({same}+NOT({_yearly()})>0)"
    own = f"--({_all(SHARES, 'code', last)}={code}),{same_title},{same_quarter}"
    planned = f'--({_all(PLAN, "code", last)}={code}),--(({_all(PLAN, "indicator", last)}={title})+({title}="")>0)'
    targets = _all(PLAN, "q1", last).partition(":")[0] + ":" + _all(PLAN, "q4", last).partition(":")[2]
    column = f"INDEX({targets},0,MATCH({latin},{numerals},0))"
    whole = f"SUMPRODUCT({planned},{_all(PLAN, 'total', last)})"
    single = "+".join(f"SUMPRODUCT({planned},{_all(PLAN, name, last)})" for name in QUARTER_COLUMNS)
    target = f"IF({_yearly()},IFERROR(SUMPRODUCT({planned},{column}),0),IF({single}>0,{single},{whole}))"
    summed = f"SUMPRODUCT({own},{_all(SHARES, 'share', last)})"
    known = f"SUMPRODUCT(--({_all(PLAN, 'code', last)}={code}))>0"
    # A pasted plan may leave the code of a second indicator blank; then there is no target to hold against.
    said = f'IF(SUMPRODUCT({planned})=0,{summed}&"",{_said(SHARES_OF_TARGET, sum=summed, target=target)})'
    return f'=IF(OR({code}="",{_at(SHARES, "share", row)}=""),"",IF({known},{said},"{_(NO_SUCH_CODE)}"))'


def shares_differ(row: int) -> str:
    """The condition that `Частки разом` tells of a fault."""
    told = _check(SHARES, row)
    between = _(SHARES_OF_TARGET).partition("{sum}")[2].partition("{target}")[0]
    find = f'FIND("{between}",{told})'
    unlike = f"LEFT({told},{find}-1)<>MID({told},{find}+{len(between)},20)"
    return f'OR({told}="{_(NO_SUCH_CODE)}",IFERROR({unlike},FALSE))'


def _of_shares(row: int, last: int) -> str:
    """What is wrong with the shares of a row of `План`, quarter by quarter."""
    counting, total = _at(PLAN, "counting", row), _at(PLAN, "total", row)
    own = _own_shares(row, last)
    quarters = [_at(PLAN, name, row) for name in QUARTER_COLUMNS]
    named = _all(SHARES, "quarter", last)
    several = f"COUNTA({quarters[0]}:{quarters[-1]})>1"
    faults = []
    for numeral, cell in zip(NUMERALS, quarters, strict=True):
        # Texts in a range are compared, not changed first: not every program does that cell by cell.
        spellings = (numeral, numeral.replace("I", CYRILLIC_I), str(NUMERALS.index(numeral) + 1))
        same = "+".join(f'({named}&""="{each}")' for each in spellings)
        here = f'--({same}+({named}="")*({cell}<>"")>0)'
        summed = f"SUMPRODUCT({own},{here},{_all(SHARES, 'share', last)})"
        name, target = f'IF({several},"{numeral}: ","")', f'IF({cell}="","—",{cell})'
        faults.append(_fault(f"{summed}<>{_number(cell)}", SHARES_DIFFER, quarter=name, sum=summed, target=target))
    summed = f"SUMPRODUCT({own},{_all(SHARES, 'share', last)})"
    whole = _fault(f"{summed}<>{_number(total)}", SHARES_DIFFER, quarter='""', sum=summed, target=total)
    split = ",".join(f'{counting}="{word}"' for word in all_translations(Counting.SPLIT.value))
    shared = f'SUMPRODUCT({own},--({_all(SHARES, "share", last)}<>""))>0'
    by_quarters = "&".join(faults)
    return (
        f'IF(OR({split},AND({counting}="",{shared})),'
        f'IF({_joined(row, *QUARTER_COLUMNS)}="",{whole},{by_quarters}),"")'
    )


def _of_events(row: int, last: int) -> str:
    """That fewer or more events are named than planned; none at all is no fault."""
    share, event, on = (_all(SHARES, name, last) for name in ("share", "event", "on"))
    an_event = f'--(({share}="")+({event}<>"")+({on}<>"")>0)'
    seen = f"SUMPRODUCT({_own_shares(row, last)},{an_event})"
    whole, quarters = _number(_at(PLAN, "total", row)), _quarters_sum(row)
    target = f'IF({_joined(row, *QUARTER_COLUMNS)}="",{whole},{quarters})'
    return _fault(f"AND({seen}>0,{target}>0,{seen}<>{target})", EVENTS_DIFFER, seen=seen, target=target)


def _own_shares(row: int, last: int) -> str:
    """The conditions for the rows of `Розподіл` that belong to a row of `План`."""
    code, title = _at(PLAN, "code", row), _at(PLAN, "indicator", row)
    titles = _all(SHARES, "indicator", last)
    return f'--({_all(SHARES, "code", last)}={code}),--(({titles}={title})+({titles}="")>0)'


def _fault(condition: str, template: str, **cells: str) -> str:
    return f'IF({condition},{_said(template, **cells)}&"{BETWEEN}","")'


def _said(template: str, **cells: str) -> str:
    """A text of the catalogue as a formula that puts the cells into its gaps."""
    parts = []
    for text, name, _spec, _conversion in Formatter().parse(_(template)):
        parts += [f'"{text}"'] if text else []
        parts += [cells[name]] if name else []
    return "&".join(parts)


def _at(sheet: Sheet, name: str, row: int) -> str:
    """A cell of the formula's own row."""
    return f"${_letter(sheet, name)}{row}"


def _all(sheet: Sheet, name: str, last: int) -> str:
    """A column below its heading, down to the row `last`."""
    letter = _letter(sheet, name)
    return f"'{sheet.shown}'!${letter}${FIRST_ROW}:${letter}${last}"


def _letter(sheet: Sheet, name: str) -> str:
    return str(xl_col_to_name([column.name for column in sheet.columns].index(name)))


def _check(sheet: Sheet, row: int) -> str:
    """The cell of the formula itself: it stands right of the columns that are read."""
    return f"${xl_col_to_name(len(sheet.columns))}{row}"


def _joined(row: int, *names: str) -> str:
    """The texts of cells in one, blank where all of them are."""
    return "&".join(_at(PLAN, name, row) for name in names)


def _number(cell: str) -> str:
    """The number of a cell, also of one stored as text; 0 for words and blanks."""
    # The leading zero stands for a blank, of which VALUE makes nothing that adds up in some programs.
    return f'IFERROR(VALUE("0"&{cell}),0)'


def _quarters_sum(row: int) -> str:
    return "(" + "+".join(_number(_at(PLAN, name, row)) for name in QUARTER_COLUMNS) + ")"


def _yearly() -> str:
    """Whether the plan is for a year: its period begins with four digits and names no Q2."""
    line = FIRST_ROW - 1 + [detail.name for detail in DETAIL_LINES].index("period")
    cell = f"'{DETAILS.shown}'!$B${line}"
    return f'AND(ISNUMBER(VALUE(LEFT({cell},4))),ISERROR(SEARCH("q",{cell})))'
