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


def _book(desk: Desk) -> Any:
    components = desk[0].Components.createEnumeration()
    while components.hasMoreElements():
        component = components.nextElement()
        if hasattr(component, "Sheets"):
            return component
    raise LookupError("no workbook is open")


QUESTIONS: dict[str, Callable[[Desk, str], object]] = {
    "open": open_file,
    "close": close,
    "go to": go_to,
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
