"""Workbooks that are encrypted although nobody chose a password to open them.

Excel encrypts a workbook whose structure is locked, and opens it with a password of its own, the same everywhere.
Source: MS-OFFCRYPTO 2.3 (FilePass, EncryptionInfo), MS-XLS 2.2.10 (records that are never encrypted).
"""

import re
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any

PASSWORD = "VelvetSweatshop"

_OLE2 = b"\xd0\xcf\x11\xe0"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# The first record of an xls, then FilePass, which says how the rest is encrypted. A write lock may stand between.
_FILE_PASS = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00[\x00-\xff]{12}(?:\x86\x00\x00\x00)?\x2f\x00")
# Excel hashes a password 100,000 times. A file may ask for ten million, which takes half a minute.
_MOST_HASHES = 500_000
_LONGEST_INFO = 100_000

_FILE_PASS_RECORD, _SHEET_RECORD = 0x2F, 0x85
# BOF, FilePass, UsrExcl, FileLock, InterfaceHdr, RRDInfo, RRDHead.
_PLAIN_RECORDS = frozenset((0x809, _FILE_PASS_RECORD, 0x194, 0x195, 0xE1, 0x196, 0x138))


def is_encrypted(data: bytes) -> bool:
    """Tell whether a file is an encrypted xls or xlsx."""
    return data.startswith(_OLE2) and (_PACKAGE in data or _FILE_PASS.search(data) is not None)


def decrypt_workbook(data: bytes) -> bytes:
    """Return the workbook in an encrypted file that opens without a password; other bytes as they are.

    The result is as foreign as the file: it has to pass the gate, too.
    """
    if not is_encrypted(data):
        return data
    try:
        return (_decrypt_package(data) if _PACKAGE in data else _decrypt_xls(data)) or data
    except MemoryError:
        raise
    # The library fails on a damaged file, and on a password that a person chose, with errors of any type.
    except Exception:
        return data


def _decrypt_package(data: bytes) -> bytes | None:
    """Return the xlsx in an encrypted package; None if it asks for a password, or for hours of hashing."""
    # Nearly no file is encrypted, and the import is slow.
    from msoffcrypto.format.ooxml import OOXMLFile
    from olefile import OleFileIO

    with OleFileIO(BytesIO(data)) as container:
        information = container.openstream("EncryptionInfo").read(_LONGEST_INFO + 1)
    # The library parses this XML. It must not declare entities, nor hide them in another encoding.
    if len(information) > _LONGEST_INFO or b"<!" in information or b"\0" in information[8:]:
        is_standard = information[:4] in (b"\2\0\2\0", b"\3\0\2\0", b"\4\0\2\0")
        if not is_standard:
            return None
    file = OOXMLFile(BytesIO(data))
    if file.info.get("spinValue", 0) > _MOST_HASHES:
        return None
    file.load_key(password=PASSWORD, verify_password=True)
    decrypted = BytesIO()
    file.decrypt(decrypted)
    return decrypted.getvalue()


def _decrypt_xls(data: bytes) -> bytes:
    """Return an xls whose stream of records is decrypted in its place.

    The library would write the file to the disk, and byte by byte.
    """
    from msoffcrypto.format.xls97 import Xls97File
    from olefile import OleFileIO

    file = Xls97File(BytesIO(data))
    file.load_key(password=PASSWORD)
    file.data.workbook.seek(0)
    stream = file.data.workbook.read()
    container = BytesIO(data)
    with OleFileIO(container, write_mode=True) as ole:
        ole.write_stream("Workbook", _decrypt_records(file, stream))
        return container.getvalue()


def _decrypt_records(file: Any, stream: bytes) -> bytes:
    """Return the records of an xls, decrypted, without the one that says how they are encrypted."""
    from msoffcrypto.method.rc4 import DocumentRC4
    from msoffcrypto.method.rc4_cryptoapi import DocumentRC4CryptoAPI

    if file.type == "xor":
        return _decrypt_xor(stream)
    if file.type == "rc4":
        decrypted = DocumentRC4.decrypt(PASSWORD, file.salt, BytesIO(stream), blocksize=1024)
    else:
        decrypted = DocumentRC4CryptoAPI.decrypt(
            PASSWORD, file.salt, file.keySize, BytesIO(stream), blocksize=1024
        )
    records = bytearray(decrypted.read())
    for at, plain, _end in _records(stream):
        records[at:plain] = stream[at:plain]
    return _without_file_pass(stream, records)


def _decrypt_xor(stream: bytes) -> bytes:
    """Return the records of an xls that is encrypted as Excel did it before 1997."""
    from msoffcrypto.method.xor_obfuscation import DocumentXOR

    # The library tells what is encrypted by negative numbers, and the names of sheets by -2.
    signs: list[int] = []
    for at, plain, end in _records(stream):
        is_sheet = stream[at : at + 2] == struct.pack("<H", _SHEET_RECORD)
        signs += [*stream[at:plain], *[-2 if is_sheet else -1] * (end - plain)]
    decrypted = DocumentXOR.decrypt(PASSWORD, BytesIO(stream), signs, [], 10)
    return _without_file_pass(stream, bytearray(decrypted.read()))


def _without_file_pass(stream: bytes, records: bytearray) -> bytes:
    """Put zeros, which every reader skips, in the place of the record that says how the rest is encrypted."""
    for at, _plain, end in _records(stream):
        if stream[at : at + 2] == struct.pack("<H", _FILE_PASS_RECORD):
            records[at : at + 2] = b"\0\0"
            records[at + 4 : end] = bytes(end - at - 4)
    return bytes(records)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Return where each record of an xls begins, up to where it is never encrypted, and where it ends."""
    at = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        end = min(at + 4 + size, len(stream))
        # The place of a sheet stands before its name.
        plain = end if number in _PLAIN_RECORDS else at + (8 if number == _SHEET_RECORD else 4)
        yield at, min(plain, end), end
        at = end
