"""What a person does in LibreOffice, over UNO: run by the system Python, jobs as JSON on stdin.

Call: `office_client.py PROFILE`.
A job is [what, from, [to, …]]. A block is copied over the clipboard's own path, as Ctrl+C and Ctrl+V do it.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import IllegalArgumentException
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.table import TableSortField

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xls": "MS Excel 97", ".ods": "calc8"}
HEADINGS = 5


def options(**values: object) -> tuple[Any, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def used(sheet: Any) -> Any:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress


def copy_sheet(book: Any, new: Any) -> Any:
    """The report sheet alone, by "move or copy sheet" to a new workbook."""
    new.Sheets.importSheet(book, book.Sheets.getByIndex(0).Name, 0)
    new.Sheets.removeByName(new.Sheets.getByIndex(1).Name)
    return new


def paste_block(book: Any, new: Any) -> Any:
    """The headings and the rows below them, without the form code above."""
    sheet = book.Sheets.getByIndex(0)
    end = used(sheet)
    controller = book.CurrentController
    controller.select(sheet.getCellRangeByPosition(0, HEADINGS - 1, end.EndColumn, end.EndRow))
    taken = controller.getTransferable()
    other = new.CurrentController
    other.select(new.Sheets.getByIndex(0).getCellByPosition(1, 2))
    other.insertTransferable(taken)
    return new


def sort_rows(book: Any, _new: Any) -> Any:
    """The rows by what was done, most first, under the lock that somebody took off."""
    sheet = book.Sheets.getByIndex(0)
    sheet.unprotect("")
    end = used(sheet)
    rows = sheet.getCellRangeByPosition(0, HEADINGS, end.EndColumn, end.EndRow)
    field = TableSortField()
    field.Field = 4
    field.IsAscending = False
    rows.sort(options(SortFields=uno.Any("[]com.sun.star.table.TableSortField", (field,)), ContainsHeader=False))
    return book


def filter_rows(book: Any, _new: Any) -> Any:
    """The rows filtered to those with nothing done, and locked again."""
    sheet = book.Sheets.getByIndex(0)
    end = used(sheet)
    rows = sheet.getCellRangeByPosition(0, HEADINGS - 1, end.EndColumn, end.EndRow)
    wanted = rows.createFilterDescriptor(True)
    wanted.ContainsHeader = True
    field = TableFilterField()
    field.Field = 4
    field.Operator = EQUAL
    field.IsNumeric = True
    field.NumericValue = 0
    wanted.setFilterFields((field,))
    sheet.unprotect("")
    rows.filter(wanted)
    assert not sheet.Rows.getByIndex(end.EndRow).IsVisible
    sheet.protect("")
    return book


def unlock(book: Any, _new: Any) -> Any:
    """The first sheet without its lock, by the password of the template, after two that are not."""
    sheet = book.Sheets.getByIndex(0)
    for wrong in ("", "замки"):
        with contextlib.suppress(IllegalArgumentException):
            sheet.unprotect(wrong)
        assert sheet.isProtected()
    sheet.unprotect("замок")
    return book


def as_it_is(book: Any, _new: Any) -> Any:
    """The workbook, to be saved in another way."""
    return book


# The password with which the workbook is encrypted. The first is Excel's own, with which it locks a structure.
PASSWORDS = {"encrypt as Excel": "VelvetSweatshop", "encrypt": "замок"}
INTO_ANOTHER = ("copy sheet", "paste block")
JOBS = {
    **dict.fromkeys(PASSWORDS, as_it_is),
    "unlock": unlock,
    "copy sheet": copy_sheet,
    "paste block": paste_block,
    "sort rows": sort_rows,
    "filter rows": filter_rows,
}


def connected(pipe: str, seconds: float = 60) -> tuple[Any, Any]:
    """The desktop of the office that listens at `pipe`, and its maker of services."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    until = time.monotonic() + seconds
    while True:
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            manager = there.ServiceManager
            return manager.createInstanceWithContext("com.sun.star.frame.Desktop", there), manager
        # Until it listens, the bridge answers with one of several exceptions of its own.
        except Exception:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def new_book(desktop: Any, manager: Any, what: str) -> Any:
    """A new workbook. The one for a sheet has no window: LibreOffice breaks down at times as it draws the copy."""
    if what != "copy sheet":
        return desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, options(Hidden=True))
    book = manager.createInstance("com.sun.star.sheet.SpreadsheetDocument")
    book.initNew()
    return book


def main() -> None:
    profile = Path(sys.argv[1])
    # A pipe is open to all that runs on the machine.
    pipe = f"xlplan-hands-{os.getpid()}"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    listening = [*command, f"--accept=pipe,name={pipe};urp"]
    office = subprocess.Popen(listening, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        desktop, manager = connected(pipe)
        for what, source, targets in json.load(sys.stdin):
            # A lock that another office leaves beside a file would keep this one from it.
            own = shutil.copyfile(source, profile / Path(source).name)
            book = desktop.loadComponentFromURL(own.as_uri(), "_blank", 0, options(Hidden=True))
            new = new_book(desktop, manager, what) if what in INTO_ANOTHER else None
            made = JOBS[what](book, new)
            password = {"Password": PASSWORDS[what]} if what in PASSWORDS else {}
            for target in map(Path, targets):
                made.storeToURL(target.as_uri(), options(FilterName=FILTERS[target.suffix], **password))
            for each in (book, new):
                if each is not None:
                    each.close(True)
        # The bridge breaks off as the office ends.
        with contextlib.suppress(Exception):
            desktop.terminate()
        office.wait(30)
    finally:
        # Its start program leaves a second process behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(office.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
