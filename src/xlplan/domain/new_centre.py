"""A new centre as a person names it: codes and kinds of its units, proposed from their names."""

import re
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from xlplan.domain.plan import Unit, UnitKind
from xlplan.domain.quarter import Quarter
from xlplan.domain.unit_names import is_head, read_unit_name
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
# Words that many units have in common tell none from another.
_JOINING = "з із та і й of the and for"
_AID = "правової правничої безоплатної безплатної допомоги надання вторинної legal aid"
_COMMON = frozenset(match_key(word) for word in f"{_JOINING} {_AID}".split(" "))


class NewCentre(Struct, frozen=True):
    """The answers from which a workspace begins; any may be blank.

    `period`: the year or the quarter of the first plan, as the plan workbook words it. `timezone`: the name of its
    time zone; "" for the usual one.
    """

    name: str = ""
    code: str = ""
    period: str = ""
    units: tuple[Unit, ...] = ()
    contact: str = ""
    timezone: str = ""


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
    own = [word for word in words if not is_head(word)]
    telling = [word for word in own if match_key(word) not in _COMMON]
    if not telling:
        initials = [word[0] for word in own if match_key(word) not in _JOINING.split(" ")]
        telling = initials if len(initials) > 1 else words or ["x"]
    letters = latin_letters("".join(telling)) or "X"
    used = set(taken)
    code = letters[:_CODE_LENGTH].ljust(2, "X")
    number = 2
    while code in used:
        code = f"{letters[:_CODE_LENGTH]}{number}"
        number += 1
    return code


def propose_kind(name: str) -> UnitKind:
    """Return the kind of a unit by the noun that its name begins with, or else has; a department without one."""
    readings = map(read_unit_name, (name, *_WORD.findall(name)))
    return next((unit.kind for unit in readings if unit and unit.is_read), UnitKind.DEPARTMENT)


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
