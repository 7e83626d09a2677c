"""A workbook that Excel encrypted with its own password is opened; one with a password of a person is not."""

import zipfile
from io import BytesIO

import pytest
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from tests.support.zip_archives import ole2, package
from xlplan.storage.standard_password import PASSWORD, decrypt_workbook, is_encrypted

# The library that encrypts here damages what is shorter than 4,096 bytes.
WORKBOOK = package({"xl/media/image1.png": bytes(5_000)}, zipfile.ZIP_STORED)


def encrypted(password: str, content: bytes) -> bytes:
    """An xlsx encrypted as Excel has done it since 2010."""
    made: bytes = ECMA376Agile.encrypt(password, BytesIO(content), spin_count=1_000)
    return made


def test_a_workbook_that_opens_without_a_password_is_decrypted() -> None:
    locked = encrypted(PASSWORD, WORKBOOK)
    assert is_encrypted(locked)
    assert decrypt_workbook(locked) == WORKBOOK


def test_a_workbook_with_a_password_of_its_own_stays_as_it_is() -> None:
    locked = encrypted("замок", WORKBOOK)
    assert decrypt_workbook(locked) is locked


def test_a_workbook_that_asks_for_millions_of_hashes_stays_as_it_is() -> None:
    locked = encrypted(PASSWORD, WORKBOOK)
    asking = locked.replace(b'spinCount="1000"', b'spinCount="1000000"').replace(b"   hashSize", b"hashSize", 1)
    assert len(asking) == len(locked)
    assert asking != locked
    assert decrypt_workbook(asking) is asking


@pytest.mark.parametrize(
    "content",
    [
        WORKBOOK,
        b"",
        ole2("EncryptedPackage", "EncryptionInfo"),
        ole2("Workbook") + b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\x00\x36\x00",
        encrypted(PASSWORD, WORKBOOK)[:3_000],
    ],
)
def test_what_is_not_encrypted_or_damaged_stays_as_it_is(content: bytes) -> None:
    assert decrypt_workbook(content) is content
