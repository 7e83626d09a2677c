"""The template of the board is compiled once, at the installation, and never shows another text than its own."""

from hashlib import sha1
from importlib.resources import files
from types import SimpleNamespace

import pytest

from tests.support.board_sample import full_board
from xlplan.documents.board import page

BASIS = "0" * 64


def compiled_again(byte_code: bytes) -> list[bytes]:
    """What has to be compiled where an installation keeps this byte code."""
    compiled: list[bytes] = []
    page.compiled_template(
        SimpleNamespace(get=lambda _key: byte_code, set=lambda _key, code: compiled.append(code))
    )
    return compiled


def test_the_installation_keeps_the_byte_code_of_the_template() -> None:
    kept = files("xlplan.documents.board") / page.BYTE_CODE
    assert compiled_again(kept.read_bytes()) == []


def test_byte_code_of_the_template_is_not_compiled_again() -> None:
    assert compiled_again(page.template_byte_code()) == []


def test_without_byte_code_of_this_very_text_and_version_the_template_is_compiled() -> None:
    whole = page.template_byte_code()
    source = (files("xlplan.documents.board") / "board.html").read_bytes()
    checksum = sha1(source).hexdigest().encode()
    assert checksum in whole
    for byte_code in (b"", b"other" + whole, whole.replace(checksum, b"0" * len(checksum))):
        assert len(compiled_again(byte_code)) == 1


def test_the_page_is_the_same_with_byte_code_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = page.board_page(full_board(), BASIS)
    monkeypatch.setattr(page, "BYTE_CODE", "missing")
    page._template.cache_clear()
    assert page.board_page(full_board(), BASIS) == shown
    page._template.cache_clear()
