"""The hash of a record is the same whatever writes it as JSON: ledgers of earlier versions stay true."""

import json
from hashlib import sha256
from itertools import chain

import pytest

from xlplan.ledger.row_hashes import record_hash

# All but the halves of pairs in UTF-16, which are no letters.
LETTERS = "".join(map(chr, chain(range(0xD800), range(0xE000, 0x110000))))

VALUES = (LETTERS, "", 0, -1, 2**63 - 1, -(2**63), None)
NAMES = ("every letter", "blank", "zero", "negative", "largest", "smallest", "none")


@pytest.mark.parametrize("value", VALUES, ids=NAMES)
def test_a_record_is_hashed_as_json_in_which_only_what_must_be_escaped_is(value: object) -> None:
    tables: list[list[tuple[object, ...]]] = [[(1, value), (2, "Бюро")], []]
    written = json.dumps(tables, ensure_ascii=False, separators=(",", ":"))
    assert record_hash(tables) == sha256(written.encode()).hexdigest()
