"""What the page of a board says, read from the page itself, and what the ledger holds, by plain SQL."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tests.support.html_pages import Element, page_problems, read_page
from xlplan.storage.workspace import Workspace


@dataclass(frozen=True)
class BoardPage:
    """The page of a workspace's board."""

    workspace: Workspace

    @property
    def root(self) -> Element:
        """The page as a tree; nothing keeps anybody from reading it."""
        text = self.workspace.board.read_text("utf-8")
        assert page_problems(text) == []
        return read_page(text)

    def section(self, heading: str) -> Element:
        """The part under a heading."""
        (found,) = [each for each in self.root.all("section") if each.all("h2")[0].text == heading]
        return found

    def headline(self, heading: str) -> str:
        """The sentence under the heading of a quarter."""
        return next(p.text for p in self.section(heading).all("p") if "headline" in p.attributes.get("class", ""))

    def accepted(self, heading: str) -> dict[str, str]:
        """The accepted units of a quarter, each with the file that counts."""
        tables = self.section(heading).all("table")
        rows = tables[0].all("tr")[1:] if tables else []
        cells = [row.all("td") for row in rows]
        return {unit.all("strong")[0].text: file.text for unit, _received, file, _receipt in cells}

    def listed(self, heading: str, part: str) -> list[str]:
        """The names in one of the lists of a quarter, by the beginning of its heading."""
        section = self.section(heading)
        names: list[str] = []
        is_inside = False
        for each in section.all("h3", "table", "strong"):
            if each.name in ("h3", "table"):
                is_inside = each.name == "h3" and each.text.startswith(part)
            elif is_inside:
                names.append(each.text)
        return names

    def answers(self) -> list[tuple[str, str]]:
        """The files of the last answers with their signs, newest first."""
        rows = self.section("Останні відповіді").all("tr")[1:]
        return [(row.all("td")[1].text, row.all("td")[3].text.split()[0]) for row in rows]

    def places(self) -> list[Path]:
        """The files and folders that the page leads to."""
        addresses = [each.attributes["href"] for each in self.root.all("a")]
        return [
            (self.workspace.outbox / unquote(address)).resolve()
            for address in addresses
            if not address.startswith("#")
        ]


def query(workspace: Workspace, statement: str, *values: object) -> list[tuple[str, ...]]:
    """What the ledger answers to SQL, without the code of the project."""
    with closing(sqlite3.connect(workspace.ledger_file)) as ledger:
        return ledger.execute(statement, values).fetchall()


def last_files(workspace: Workspace, quarter: str) -> dict[str, tuple[str, str]]:
    """The last file of each unit of a quarter: its name and its outcome, by the code of the unit."""
    rows = query(
        workspace, "SELECT unit, file, outcome FROM submissions WHERE quarter = ? ORDER BY number", quarter
    )
    return {unit: (file, outcome) for unit, file, outcome in rows}
