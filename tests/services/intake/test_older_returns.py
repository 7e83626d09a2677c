"""A template that an older xlplan made is still read: it only lacks what came since."""

import shutil

from msgspec.structs import replace

from tests.support.centre import QUARTER, at, issue_of, take
from tests.support.paths import ROOT
from xlplan.domain.entries import EntryKind
from xlplan.domain.form_code import read_form_codes
from xlplan.domain.submission import Outcome
from xlplan.ledger.accepted import accepted_returns
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import record_issue
from xlplan.ledger.submissions import events_of, submissions_of
from xlplan.storage.workspace import Workspace

# Filled in and saved before templates had a past, a place, a form and a partner of an event, a name of who filled
# them in, or a password.
OLDER = ROOT / "tests/support/data/return-0.1.xlsx"
(CODE,) = read_form_codes("KR-21Q2-LUG-VJN8-0")


def test_a_return_on_the_template_of_an_older_xlplan_is_accepted_with_all_it_says(centre: Workspace) -> None:
    issue = replace(issue_of(centre, "LUG"), form_code=CODE)
    with open_ledger(centre.ledger) as ledger, ledger.write() as connection:
        record_issue(connection, issue, at(14, 6))
    shutil.copyfile(OLDER, centre.inbox / "звіт.xlsx")
    (answered,) = take(centre).intake.results
    assert answered.outcome is Outcome.ACCEPTED
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        counting = accepted_returns(connection, QUARTER)["LUG"]
        (submission,) = submissions_of(connection, QUARTER)
        (event,) = events_of(connection, submission.number)
    short = counting.entries["1.1.3"]
    assert (short.number, short.reason, short.action, short.kept) == (0, "перенесено", "зустріч 08.07", None)
    assert counting.entries["4.2.2"].kind is EntryKind.NOTHING_AROSE
    assert len(counting.entries) == len(issue.rows)
    assert (event.held_on, event.people, event.place, event.form, event.partner) == (
        "14.05.2021",
        "12",
        "",
        "",
        "",
    )
    assert submission.filled_by == ""
