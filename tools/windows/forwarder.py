"""A DLL without code: one function that it exports is another DLL's function.

Packages written in Rust import `ProcessPrng` from `bcryptprimitives.dll`, which Wine has from version 8.18 on.
Debian 12 brings 8.0. `SystemFunction036` of `advapi32.dll` does the same: it fills a buffer with random bytes.
"""

import struct

SECTION, IN_FILE = 0x1000, 0x200  # where the one section begins, in memory and in the file
HEADER_SIZE = 0xF0
IMAGE_BASE = 0x180000000
DLL_FOR_64_BITS = 0x2022
SUBSYSTEM = 2
DIRECTORY_SIZE = 40


def forwarder(library: str, function: str, target: str) -> bytes:
    """Return the bytes of a `library` for 64 bits whose `function` is `target`, such as `advapi32.Beep`."""
    exports = _exports(*(name.encode() + b"\0" for name in (library, function, target)))
    body = exports.ljust(IN_FILE, b"\0")
    return (_headers(len(exports), len(body)).ljust(IN_FILE, b"\0")) + body


def _exports(library: bytes, function: bytes, target: bytes) -> bytes:
    """Return the export directory, its three tables of one line each, and the names.

    An address inside the directory itself tells the loader that it leads to a name, not to code.
    """
    addresses = SECTION + DIRECTORY_SIZE
    names, ordinals = addresses + 4, addresses + 8
    library_at = addresses + 12
    function_at = library_at + len(library)
    target_at = function_at + len(function)
    directory = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, library_at, 1, 1, 1, addresses, names, ordinals)
    tables = struct.pack("<IIHxx", target_at, function_at, 0)
    return directory + tables + library + function + target


def _headers(exports: int, body: int) -> bytes:
    """Return what stands before the section: the DOS header, the two of the image, and the table of sections."""
    dos = b"MZ".ljust(60, b"\0") + struct.pack("<I", 64)
    image = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, HEADER_SIZE, DLL_FOR_64_BITS)
    sizes = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, body, 0, 0, SECTION)
    places = struct.pack("<QIIHHHHHHI", IMAGE_BASE, SECTION, IN_FILE, 6, 0, 0, 0, 6, 0, 0)
    lengths = struct.pack("<IIIHH", 2 * SECTION, IN_FILE, 0, SUBSYSTEM, 0x100)
    memory = struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16)
    directories = struct.pack("<II", SECTION, exports).ljust(16 * 8, b"\0")
    section = struct.pack("<8sIIIIIIHHI", b".edata", exports, SECTION, body, IN_FILE, 0, 0, 0, 0, 0x40000040)
    return dos + image + sizes + places + lengths + memory + directories + section
