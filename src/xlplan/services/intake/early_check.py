"""The rules about one return, applied by the process that reads it, before the file is recorded.

They look at the file and at a basis: the issue, the unit's earlier numbers, a setting. The basis is loaded before
the file is read. Whoever records the file compares it with the ledger, and applies the rules again if it differs.
"""

import pickle
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple, cast

from msgspec import Struct
from msgspec.structs import replace

from xlplan.documents.return_reader.cells import TableRows
from xlplan.domain.findings.finding import Finding
from xlplan.domain.returned import ReturnContent, ReturnedRow
from xlplan.domain.unit_of_measure import Number
from xlplan.ledger.json_bodies import read_issue_body
from xlplan.text.translation import speaking
from xlplan.validation.reissued import CheckedReturn
from xlplan.validation.returns import check_return


class BasisKey(NamedTuple):
    """The key that tells one basis from another. Issues and submissions never change once they are recorded.

    Attributes:
        form_code: The form code of the issue.
        earlier: The numbers of the submissions from which the earlier numbers are.
        far_over: The setting of that name.
    """

    form_code: str
    earlier: tuple[int, ...]
    far_over: float


class CheckBasis(NamedTuple):
    """All that the rules about one return look at besides the file.

    Attributes:
        key: What tells it from another basis.
        issue_body: The issue that the file is expected to be made on, as the ledger stores it.
        earlier_numbers: By row code, the unit's numbers of the earlier quarters of the year, oldest first.
        language: The language of the words in findings.
    """

    key: BasisKey
    issue_body: bytes
    earlier_numbers: Mapping[str, tuple[Number, ...]]
    language: str


class CheckedFile(Struct, frozen=True, dict=True):
    """A return as read, with what the rules made of it.

    Attributes:
        outline: The content without rows and events.
        key: The basis of the rules.
        checked: Entries, events and findings.
        pickled: The whole content. Hardly anybody asks for it, and it takes longer to unpickle than all the rest.
        issue_body: The issue of the basis, as the ledger stores it. The process that loaded the basis adds it: it
            is larger than all the rest, and need not be loaded or sent a second time. b"" where it is not known.
    """

    outline: ReturnContent
    key: BasisKey
    checked: CheckedReturn
    pickled: bytes
    issue_body: bytes = b""

    @cached_property
    def content(self) -> ReturnContent:
        """The whole content."""
        return cast("ReturnContent", pickle.loads(self.pickled))


# What comes of a file: its content, checked or not, or the reasons why it cannot be read.
FileReading = ReturnContent | CheckedFile | tuple[Finding, ...]


def whole_content(read: FileReading) -> ReturnContent | tuple[Finding, ...]:
    """Return the whole content of a file, or the reasons why it cannot be read."""
    return read.content if isinstance(read, CheckedFile) else read


def check_early(content: ReturnContent, pickled_basis: bytes) -> ReturnContent | CheckedFile:
    """Apply the rules about one return to a file. A file that is made on another issue stays as it was read."""
    basis: CheckBasis = pickle.loads(pickled_basis)
    codes = {code for carried in content.form_codes.values() for code in carried}
    if codes != {basis.key.form_code}:
        return content
    issue = read_issue_body(basis.issue_body)
    whole = replace(content, rows=_received(content.rows), events=_received(content.events))
    try:
        with speaking(basis.language):
            checked = check_return(issue, whole, basis.earlier_numbers, basis.key.far_over)
    except Exception:  # a bug is told by whoever applies the rules again
        return content
    return CheckedFile(
        replace(content, rows=(), events=()), basis.key, checked, pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    )


def _received(rows: tuple[ReturnedRow, ...]) -> tuple[ReturnedRow, ...]:
    """Return rows in the form in which the rules ask for each cell without making it anew."""
    return rows.received() if isinstance(rows, TableRows) else rows
