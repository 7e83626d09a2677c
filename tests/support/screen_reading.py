"""What a person sees in LibreOffice, asked over UNO: run by the system's Python, `eyes.py PIPE`.

Each line is a question [what, about] in JSON, and so is its answer. Only `open`, `go to` and `close` do something
themselves: they stand for the mouse. Whatever is typed comes from the keyboard.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from office_client import connected, options

# com.sun.star.accessibility.AccessibleRole
_DIALOGS = (1, 11)
_DEEP = 8

Desk = tuple[Any, Any]


def open_file(desk: Desk, path: str) -> bool:
    """The file on the screen, as after a double click."""
    book = desk[0].loadComponentFromURL(Path(path).as_uri(), "_default", 0, options())
    book.CurrentController.Frame.ContainerWindow.setFocus()
    return True


def close(desk: Desk, _about: str) -> bool:
    """The file is closed, saved or not."""
    _book(desk).close(True)
    return True


def go_to(desk: Desk, cell: str) -> bool:
    """A click on a cell of the sheet in sight."""
    # Not by `select`, which marks the cell: Tab would go round within what is marked.
    frame = _book(desk).CurrentController.Frame
    dispatcher = desk[1].createInstance("com.sun.star.frame.DispatchHelper")
    dispatcher.executeDispatch(frame, ".uno:GoToCell", "", 0, options(ToPoint=cell))
    return True


def mark_table(desk: Desk, _about: str) -> bool:
    """The first table of the text document is marked whole, as by a click on its corner."""
    document = _document(desk)
    controller = document.CurrentController
    controller.Frame.ContainerWindow.setFocus()
    table = document.TextTables.getByIndex(0)
    controller.ViewCursor.gotoRange(table.getCellByName(table.CellNames[0]).Start, False)
    dispatcher = desk[1].createInstance("com.sun.star.frame.DispatchHelper")
    dispatcher.executeDispatch(controller.Frame, ".uno:SelectTable", "", 0, ())
    return True


def marked(desk: Desk, _about: str) -> bool:
    """Whether cells of the table are marked."""
    selection = _document(desk).CurrentController.Selection
    return bool(selection.supportsService("com.sun.star.text.TextTableCursor"))


def clipboard(desk: Desk, _about: str) -> bool:
    """Whether the clipboard holds something that a spreadsheet can take."""
    contents = desk[1].createInstance("com.sun.star.datatransfer.clipboard.SystemClipboard").getContents()
    return contents is not None and bool(contents.getTransferDataFlavors())


def close_text(desk: Desk, _about: str) -> bool:
    """The text document is closed."""
    _document(desk).close(True)
    return True


def selected(desk: Desk, _about: str) -> str:
    """The address of the cell that is chosen."""
    return str(_book(desk).CurrentSelection.AbsoluteName).rpartition(".")[2].replace("$", "")


def shown(desk: Desk, cell: str) -> str:
    """What a cell of the sheet in sight shows."""
    return str(_book(desk).CurrentController.ActiveSheet.getCellRangeByName(cell).String)


def unsaved(desk: Desk, _about: str) -> bool:
    """Whether there is something to save."""
    return bool(_book(desk).isModified())


def dialog(desk: Desk, _about: str) -> list[str]:
    """The words of the window that stands in front: its title, its message, its buttons. Empty without one."""
    toolkit = desk[1].createInstance("com.sun.star.awt.Toolkit")
    for number in range(toolkit.TopWindowCount):
        # A window may close while it is being looked at, which any call may answer in a way of its own.
        with suppress(Exception):
            window = toolkit.getTopWindow(number).AccessibleContext
            if window.AccessibleRole in _DIALOGS:
                return list(_words(window))
    return []


def _words(context: Any, depth: int = 0) -> Iterator[str]:
    if context.AccessibleName:
        yield context.AccessibleName
    for number in range(context.AccessibleChildCount if depth < _DEEP else 0):
        yield from _words(context.getAccessibleChild(number).AccessibleContext, depth + 1)


def go_to_sheet(desk: Desk, name: str) -> bool:
    """A click on the tab of a sheet."""
    _book(desk).CurrentController.setActiveSheet(_book(desk).Sheets.getByName(name))
    return True


def _book(desk: Desk) -> Any:
    return _component(desk, "Sheets")


def _document(desk: Desk) -> Any:
    return _component(desk, "TextTables")


def _component(desk: Desk, attribute: str) -> Any:
    """Return the open file of the kind that has an attribute."""
    components = desk[0].Components.createEnumeration()
    while components.hasMoreElements():
        component = components.nextElement()
        if hasattr(component, attribute):
            return component
    raise LookupError("no such file is open")


QUESTIONS: dict[str, Callable[[Desk, str], object]] = {
    "open": open_file,
    "close": close,
    "go to": go_to,
    "go to sheet": go_to_sheet,
    "mark table": mark_table,
    "marked": marked,
    "clipboard": clipboard,
    "close text": close_text,
    "selected": selected,
    "shown": shown,
    "unsaved": unsaved,
    "dialog": dialog,
}


def main() -> None:
    desk = connected(sys.argv[1])
    for line in sys.stdin:
        what, about = json.loads(line)
        sys.stdout.write(json.dumps(QUESTIONS[what](desk, about)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
