"""Messages of a real mailbox come into the inbox, each once; the mailbox stays as it is."""

import hashlib
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.centre import QUARTER, at, call, take_files
from tests.support.mail_server import MailServer
from tests.support.mailed import BUREAU, fetch, mailed, return_of, with_mailbox
from xlplan.domain.errors import XlplanError
from xlplan.domain.messages import Message, MessageKind
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.messages import message_with
from xlplan.ledger.submissions import submissions_of
from xlplan.services.mail.fetch import FetchResult
from xlplan.services.record.verify import verify
from xlplan.services.report.status import read_status
from xlplan.storage.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.posix(reason="Dovecot is a program of Linux")]


@pytest.fixture
def office(centre: Workspace, server: MailServer) -> Workspace:
    """A centre with an empty mailbox."""
    return with_mailbox(centre, server)


def names(centre: Workspace) -> list[str]:
    return sorted(path.name for path in centre.inbox.iterdir())


def kinds(result: FetchResult) -> list[MessageKind]:
    assert result.problem is None
    return [each.message.kind for each in result.seen]


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def archived(centre: Workspace) -> set[str]:
    return {path.stem for path in centre.archive.rglob("*") if path.is_file()}


def submitted(centre: Workspace) -> Sequence[str]:
    """The hashes of the returns that the ledger has."""
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return [each.sha256 for each in submissions_of(connection, QUARTER)]


def brought(centre: Workspace, content: bytes) -> Message | None:
    with open_ledger(centre.ledger) as ledger, ledger.connect() as connection:
        return message_with(connection, sha256(content))


def test_a_return_that_came_by_mail_is_taken_with_its_name_its_sender_and_its_date(
    office: Workspace, server: MailServer
) -> None:
    name, content = return_of(office)
    server.deliver(mailed((name, content), message_id="1@example.org"), came_at=at(4))
    assert kinds(fetch(office)) == [MessageKind.FETCHED]
    (result,) = take_files(office).results
    assert (result.file, result.unit) == (name, "Хорошівське БПД")
    message = brought(office, content)
    assert message is not None
    assert (message.sender, message.came_at, message.message_id) == (BUREAU, at(4), "1@example.org")
    assert submitted(office) == [sha256(content)]


def test_every_byte_of_the_message_is_in_the_archive(office: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(office)))
    fetch(office)
    (path,) = office.inbox.iterdir()
    whole = path.read_bytes()
    assert b"From: " in whole
    take_files(office)
    assert sha256(whole) in archived(office)


def test_a_message_is_fetched_once(office: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(office)))
    assert fetch(office).delivered == 1
    assert (fetch(office).delivered, fetch(office).seen) == (0, ())
    take_files(office)
    assert (fetch(office).delivered, names(office)) == (0, [])


def test_the_mailbox_stays_as_it_is_and_what_nobody_read_stays_unread(
    office: Workspace, server: MailServer
) -> None:
    server.deliver(mailed(return_of(office)), mailed())
    before = server.flags()
    fetch(office)
    assert server.flags() == before
    assert len(before) == 2
    assert not any("Seen" in each for each in before)


def test_a_message_that_somebody_has_read_already_is_fetched_too(office: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(office)))
    with server.session() as session:
        session.store("1", "+FLAGS", "\\Seen")
    assert fetch(office).delivered == 1


def test_messages_without_an_id_are_all_fetched_and_each_once(office: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(office, "HOR")), mailed(return_of(office, "LUG")))
    assert fetch(office).delivered == 2
    assert fetch(office).delivered == 0
    take_files(office)
    assert len(submitted(office)) == 2


def test_two_messages_with_one_id_are_both_fetched(office: Workspace, server: MailServer) -> None:
    for unit in ("HOR", "LUG"):
        server.deliver(mailed(return_of(office, unit), message_id="same@example.org"))
    assert fetch(office).delivered == 2
    take_files(office)
    assert len(submitted(office)) == 2


def test_a_message_that_came_twice_is_fetched_once(office: Workspace, server: MailServer) -> None:
    first = mailed(return_of(office), message_id="1@example.org")
    server.deliver(first)
    # By another way: over a list, which adds a line above.
    server.deliver(b"List-Id: <bureaus.example.org>\r\n" + first.as_bytes())
    assert fetch(office).delivered == 1


def test_after_a_new_numbering_nothing_is_lost_and_nothing_comes_twice(
    office: Workspace, server: MailServer
) -> None:
    server.deliver(mailed(return_of(office, "HOR"), message_id="1@example.org"), mailed(return_of(office, "LUG")))
    server.deliver(mailed(subject="Питання"))
    assert len(fetch(office).seen) == 3
    take_files(office)
    server.number_anew()
    server.deliver(mailed(return_of(office, "NAR")))
    assert [each.message.number for each in fetch(office).seen] == [4]
    take_files(office)
    assert fetch(office).seen == ()
    assert len(submitted(office)) == 3


def test_the_same_file_in_a_second_message_gets_the_receipt_of_the_first(
    office: Workspace, server: MailServer
) -> None:
    file = return_of(office)
    server.deliver(mailed(file, message_id="1@example.org"))
    fetch(office)
    take_files(office)
    server.deliver(mailed(file, message_id="2@example.org"))
    assert fetch(office).delivered == 1
    (again,) = take_files(office).results
    assert again.is_repeated
    assert fetch(office).delivered == 0


@pytest.mark.parametrize(
    "files",
    [
        (),
        (("скан.pdf", b"%PDF-1.7 scan"),),
        (("фото.jpg", b"\xff\xd8\xff photo"), ("лист.rtf", b"{\\rtf1 text}")),
    ],
    ids=["nothing", "scan", "photo and document"],
)
def test_a_message_without_a_table_is_told_once_and_not_fetched(
    office: Workspace, server: MailServer, files: tuple[tuple[str, bytes], ...]
) -> None:
    server.deliver(mailed(*files, subject="Питання щодо звіту"))
    before = archived(office)
    (seen,) = fetch(office).seen
    assert (seen.message.kind, seen.head.subject) == (MessageKind.WITHOUT_TABLE, "Питання щодо звіту")
    assert seen.files == tuple(name for name, _content in files)
    # The ledger keeps no more of it than it needs.
    assert seen.message.sender == ""
    assert (fetch(office).seen, names(office), archived(office)) == ((), [], before)


def test_what_is_fetched_is_known_to_the_record_at_once(office: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(office)), mailed())
    fetch(office)
    gaps = call(read_status, office, at).gaps
    assert (gaps.missing, gaps.unknown) == ((), ())
    assert call(verify, office, at).is_well
    take_files(office)
    assert call(verify, office, at).is_well


def test_what_somebody_removed_from_the_inbox_before_it_was_taken_comes_back(
    office: Workspace, server: MailServer
) -> None:
    server.deliver(mailed(return_of(office)))
    fetch(office)
    (path,) = office.inbox.iterdir()
    renamed = path.rename(path.with_name("звіт від бюро.eml"))
    assert fetch(office).delivered == 0
    renamed.unlink()
    assert fetch(office).delivered == 1


def test_an_old_message_is_left_where_it_is(office: Workspace, server: MailServer) -> None:
    server.deliver(mailed(return_of(office)), came_at=at(4, 2))
    assert fetch(office).seen == ()


def test_two_fetchings_at_once_bring_each_message_once(office: Workspace, server: MailServer) -> None:
    for number, unit in enumerate(("HOR", "LUG", "NAR", "OVR")):
        server.deliver(mailed(return_of(office, unit), message_id=f"{number}@example.org"))
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _number: fetch(office), range(2)))
    assert sum(each.delivered for each in results) == len(names(office)) == 4
    assert sum(len(each.seen) for each in results) == 4


def test_a_watcher_that_takes_what_comes_meanwhile_takes_it_once(office: Workspace, server: MailServer) -> None:
    for number, unit in enumerate(("HOR", "LUG", "NAR", "OVR")):
        server.deliver(mailed(return_of(office, unit), message_id=f"{number}@example.org"))
    with ThreadPoolExecutor(2) as pool:
        fetching = pool.submit(fetch, office)
        taken = 0
        while not fetching.done():
            taken += len(take_files(office).results)
    taken += len(take_files(office).results)
    delivered = fetching.result().delivered + fetch(office).delivered
    taken += len(take_files(office).results)
    assert (taken, delivered) == (4, 4)


def test_without_the_packages_the_sentence_names_them(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imap_tools", None)
    with pytest.raises(XlplanError, match=r"xlplan\[mail\]"):
        fetch(office)
