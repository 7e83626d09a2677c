"""LibreOffice converts a foreign document and fetches nothing that the document names."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from xlplan.storage.libreoffice import find_office, to_docx

PAGE = """<html><head><link rel="stylesheet" href="{0}/a.css"></head><body><p>plan</p><img src="{0}/a.png">
<iframe src="{0}/frame.html"></iframe></body></html>"""
FLAT = """<?xml version="1.0" encoding="UTF-8"?><office:document
xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3"
office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>plan
<draw:frame svg:width="2cm" svg:height="2cm"><draw:image xlink:href="{0}/a.png" xlink:type="simple"/></draw:frame>
<draw:frame svg:width="2cm" svg:height="2cm"><draw:object xlink:href="{0}/a.ods" xlink:type="simple"/></draw:frame>
</text:p></office:text></office:body></office:document>"""


class _Asked(BaseHTTPRequestHandler):
    """A server that notes what it is asked for and has nothing."""

    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server in this machine that notes each request."""
    _Asked.paths.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Asked) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(("suffix", "content"), [(".html", PAGE), (".xml", FLAT)])
def test_nothing_that_a_document_names_is_fetched(tmp_path: Path, server: str, suffix: str, content: str) -> None:
    made = tmp_path / "plan.docx"
    program = find_office()
    assert program is not None
    assert to_docx(program, content.format(server).encode(), suffix, made)
    assert made.read_bytes().startswith(b"PK")
    assert _Asked.paths == []
