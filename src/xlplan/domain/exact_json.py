"""JSON in which a number has exactly the digits that it has in the domain: 5.5 is written `5.5`, and no text."""

import json
import re
from decimal import Decimal
from typing import Any

from xlplan.domain.unit_of_measure import to_number

# A decimal is a marked text until all is written. No cell of a workbook holds this sign: XML forbids it.
_MARK = "\0"
_MARKED = r'"\\u0000(-?[0-9]+(?:\.[0-9]+)?)"'


def exact_json(value: object, indent: int | None = None) -> str:
    """Return a value as JSON. Numbers may be decimals anywhere in it, and words stay words."""
    return re.sub(_MARKED, r"\1", json.dumps(value, ensure_ascii=False, indent=indent, default=_marked))


def read_exact_json(text: str) -> Any:
    """Return the value that `exact_json` wrote, with the decimals that its numbers have."""
    return json.loads(text, parse_float=lambda digits: to_number(Decimal(digits)))


def _marked(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} is no value of JSON")
