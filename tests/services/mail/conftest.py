"""One mail server for these tests; each begins with an empty mailbox."""

import os
import shutil
from collections.abc import Iterator

import pytest

from tests.support.mail_server import PASSWORD, USER, MailServer, mail_server
from xlplan.storage.secrets import VARIABLE


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def server(_mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> MailServer:
    """The server with an empty mailbox, whose password the environment holds."""
    monkeypatch.setenv(VARIABLE, PASSWORD)
    # The authorities that the system trusts, all of which each connection would read, know nothing of this server.
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    shutil.rmtree(_mail_server.folder / "mail" / USER, ignore_errors=True)
    return _mail_server
