"""A new centre as a person names it: codes and kinds of its units, proposed from their names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.text.normalize import clean_spaces, match_key

# The national transliteration. Source: Cabinet of Ministers of Ukraine, resolution No. 55 of 27.01.2010.
_LETTERS = (
    "а:a б:b в:v г:h ґ:g д:d е:e є:ie ж:zh з:z и:y і:i ї:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t "
    "у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch ю:iu я:ia"
)
_LATIN = {pair[0]: pair[2:] for pair in _LETTERS.split(" ")}
_LATIN_AT_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_CODE_LENGTH = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*|\d+")
_KINDS = (
    (UnitKind.BUREAU, ("бюро", "бпд", "bureau")),
    (UnitKind.OFFICE, ("центр", "мц", "рц", "апарат", "office", "centre", "center")),
    (UnitKind.DEPARTMENT, ("відділ", "сектор", "управління", "служба", "керівництво", "department", "division")),
)
# Words that many units have in common tell none from another.
_JOINING = "правової безоплатної допомоги надання вторинної з та і of the legal aid"
_COMMON = {
    match_key(word) for words in (_JOINING.split(" "), *(words for _kind, words in _KINDS)) for word in words
}


@dataclass(frozen=True)
class NewCentre:
    """The answers from which a workspace begins; any may be blank.

    `period`: the year or the quarter of the first plan, as the plan workbook words it.
    """

    name: str = ""
    code: str = ""
    period: str = ""
    units: tuple[Unit, ...] = ()
    contact: str = ""


def latin_letters(text: str) -> str:
    """Return a text in Latin capitals: Ukrainian letters by the national transliteration, no other signs."""
    plain = text.casefold()
    letters = _LATIN_AT_FIRST.get(plain[:1], "") + "".join(
        _LATIN.get(letter, letter) for letter in plain[plain[:1] in _LATIN_AT_FIRST :]
    )
    return re.sub(r"[^a-z0-9]", "", letters).upper()


def propose_code(name: str, taken: Iterable[str] = ()) -> str:
    """Return a code for a unit or a centre: the first letters of the word that tells it from others.

    Args:
        name: Its name.
        taken: The codes that it must differ from.
    """
    words = _WORD.findall(clean_spaces(name))
    telling = [word for word in words if match_key(word) not in _COMMON] or words or ["x"]
    letters = latin_letters("".join(telling)) or "X"
    used = set(taken)
    code = letters[:_CODE_LENGTH].ljust(2, "X")
    number = 2
    while code in used:
        code = f"{letters[:_CODE_LENGTH]}{number}"
        number += 1
    return code


def propose_kind(name: str) -> UnitKind:
    """Return the kind of a unit by the words of its name; a department where they do not say."""
    words = {match_key(word) for word in _WORD.findall(name)}
    return next(
        (kind for kind, known in _KINDS if words & {match_key(word) for word in known}), UnitKind.DEPARTMENT
    )


def units_named(names: Iterable[str]) -> tuple[Unit, ...]:
    """Return units with these names, each once, with codes and kinds proposed from the names."""
    units: dict[str, Unit] = {}
    for name in map(clean_spaces, names):
        if name and match_key(name) not in units:
            code = propose_code(name, (unit.code for unit in units.values()))
            units[match_key(name)] = Unit(code, name, propose_kind(name))
    return tuple(units.values())


def quarter_to_plan(today: date) -> Quarter:
    """Return the quarter for which a plan is made on a day: the present one, in its last month the next one."""
    quarter = Quarter(today.year, (today.month + 2) // 3)
    return quarter if today.month % 3 else quarter.following
