"""Pages in Chromium, on a desk and on a telephone: nothing to push sideways, no request, all by keyboard."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from tests.conftest import Prepare
from tests.documents.board.test_page import HOSTILE
from tests.support.board_sample import full_board
from tests.support.browser import Browser, open_browser
from tests.support.centre import QUARTER, send, take
from tests.support.thoroughness import spread
from xlplan.documents.board.page import board_page
from xlplan.storage.workspace import Workspace
from xlplan.text.translation import use_language

DESK, TELEPHONE = 1366, 360
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BASIS = "0" * 64


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with open_browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


def written(folder: Path, text: str, name: str = "Стан #1 50%.html") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def answered(prepared: Prepare) -> Workspace:
    """One return is right, one is to correct under a hostile name, one file is nobody's."""
    return prepared(_three_files)


def _three_files(centre: Workspace) -> None:
    send(centre, "HOR")
    send(centre, "MAL", {"1.1.3": {"done": "багато"}, "1.4.1": {"done": "5 шт"}}, "звіт #2 50% & {b}.xlsx")
    (centre.inbox / "лист.txt").write_text("це не звіт", "utf-8")
    take(centre)


@pytest.mark.parametrize("width", [DESK, TELEPHONE])
@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_board_is_wider_than_its_window_or_asks_for_anything(
    browser: Browser, tmp_path: Path, language: str, width: int
) -> None:
    use_language(language)
    for text in ("звіт.xlsx", *spread(HOSTILE, 3)):
        names = tuple(f"{text}{at}" for at in range(5))
        page = written(tmp_path, board_page(full_board(names, text), BASIS))
        browser.open(page, width)
        assert (text, browser.value(SIDEWAYS)) == (text, 0)
        assert browser.requests == [page.as_uri()]
        assert browser.value("document.scripts.length") == 0


@pytest.mark.parametrize("width", [DESK, TELEPHONE])
def test_neither_is_a_receipt(browser: Browser, answered: Workspace, width: int) -> None:
    receipts = [*answered.receipts(QUARTER).glob("*.html"), *answered.receipts(None).glob("*.html")]
    assert len(receipts) == 3
    for page in receipts:
        browser.open(page, width)
        assert browser.value(SIDEWAYS) == 0
        assert browser.requests == [page.as_uri()]


def test_what_it_leads_to_is_opened_by_the_browser(browser: Browser, answered: Workspace) -> None:
    browser.open(answered.board)
    addresses = browser.value("Array.from(document.links, each => each.href)")
    places = [Path(unquote(urlparse(each).path)) for each in addresses if "#" not in each]
    assert len(places) > 8
    assert [place for place in places if not place.exists()] == []


def test_by_keyboard_the_first_key_offers_to_skip_and_every_link_can_be_seen_in_turn(
    browser: Browser, answered: Workspace
) -> None:
    browser.open(answered.board, TELEPHONE)
    seen = []
    for _link in range(browser.value("document.links.length")):
        browser.press("Tab")
        seen.append(browser.value("document.activeElement.getAttribute('href')"))
        outline = browser.value("getComputedStyle(document.activeElement).outlineStyle")
        left = browser.value("document.activeElement.getBoundingClientRect().left")
        assert (outline, left >= 0) == ("solid", True)
    assert seen == browser.value("Array.from(document.links, each => each.getAttribute('href'))")
    assert seen[0] == "#content"


def test_a_screen_reader_hears_landmarks_headings_and_tables_also_on_a_telephone(
    browser: Browser, answered: Workspace
) -> None:
    for width in (DESK, TELEPHONE):
        browser.open(answered.board, width)
        heard = [
            (node["role"]["value"], node.get("name", {}).get("value", "")) for node in browser.accessible_nodes()
        ]
        roles = [role for role, _name in heard]
        assert roles.count("main") == 1
        assert ("heading", "Стан звітів") in heard
        assert ("navigation", "На цій сторінці") in heard
        assert ("table", "Останні відповіді") in heard
        assert ("columnheader", "Підрозділ") in heard
        assert roles.count("row") == browser.value("document.querySelectorAll('tr').length")


CONTRAST = """
(() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = each => {
    for (let at = each; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const each of document.body.querySelectorAll('*')) {
    const own = Array.from(each.childNodes).some(node => node.nodeType === 3 && node.data.trim());
    if (!own) continue;
    const lights = [light(parse(getComputedStyle(each).color)), light(ground(each))];
    const ratio = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
    if (ratio < 4.5) low.push(each.outerHTML.slice(0, 80) + ' ' + ratio.toFixed(2));
  }
  return low;
})()
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_is_legible_where_it_stands(
    browser: Browser, answered: Workspace, tmp_path: Path, dark: bool
) -> None:
    sample = written(tmp_path, board_page(full_board(), BASIS))
    for page in (sample, answered.board, *answered.receipts(QUARTER).glob("*.html")):
        browser.open(page, TELEPHONE, dark)
        assert browser.value(CONTRAST) == []
        ground = browser.value("getComputedStyle(document.body).backgroundColor")
        assert (ground != "rgb(255, 255, 255)") is dark


def test_letters_twice_as_large_need_no_push_sideways(browser: Browser, tmp_path: Path) -> None:
    page = written(tmp_path, board_page(full_board(), BASIS))
    browser.open(page, TELEPHONE)
    # The browser's own setting for larger letters, which a page must follow.
    browser.value("document.documentElement.style.fontSize = '200%'")
    assert browser.value(SIDEWAYS) == 0


ASKED: list[str] = []


class _Server(BaseHTTPRequestHandler):
    """Keeps what it is asked for."""

    def do_GET(self) -> None:
        ASKED.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


def test_its_policy_keeps_even_what_slipped_in_from_asking_a_server(browser: Browser, tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        slipped = (
            f'<img src="{address}/img"><script src="{address}/script"></script>'
            f'<iframe src="{address}/frame"></iframe><link rel="stylesheet" href="{address}/style">'
            f'<p style="background:url({address}/ground)">x</p>'
        )
        text = board_page(full_board(), BASIS).replace("<main", f"{slipped}<main")
        browser.open(written(tmp_path, text))
        assert ASKED == []
        # Without the policy all of it would have been asked for.
        browser.open(written(tmp_path, text.replace("Content-Security-Policy", "none"), "без правила.html"))
        assert set(ASKED) >= {"/img", "/script", "/frame", "/style", "/ground"}
    finally:
        server.shutdown()
        server.server_close()
