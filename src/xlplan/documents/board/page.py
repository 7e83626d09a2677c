"""The page of the board: one HTML file without a script, which loads nothing."""

from functools import cache
from importlib.resources import files
from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import quote

from xlplan.documents.board import text
from xlplan.documents.html_look import META_TAGS, html_environment, page_style
from xlplan.domain.board import Board
from xlplan.text.translation import language

if TYPE_CHECKING:
    from jinja2 import Template

_PACKAGE, _TEMPLATE = "xlplan.documents.board", "board.html"
# The file beside the template in which an installation keeps its byte code.
BYTE_CODE = "board.bytecode"
_STYLE = page_style("""
body { max-width: 68rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; padding: 0.5rem 1rem; background-color: var(--page); z-index: 1; }
h1 { padding: 0; color: var(--ink); }
h2 { font-size: 1.4rem; margin-top: 2rem; }
h2::first-letter, nav li::first-letter { text-transform: uppercase; }
h3 { font-size: 1.05rem; color: var(--ink); margin: 1.2rem 0 0.4rem 0; }
nav ul, .returns, .legend, .files { list-style: none; margin: 0; padding: 0; }
nav li, .files li { display: inline-block; margin: 0 1.2rem 0.3rem 0; padding: 0.2rem 0; }
.headline { font-size: 1.15rem; font-weight: bold; margin: 0 0 0.8rem 0; padding: 0.7rem 1rem; }
.bar { display: flex; height: 0.9rem; margin: 0 0 0.8rem 0; gap: 2px; }
.bar span { border-left: none; background-color: currentColor; min-width: 3px; }
.figures { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--muted); font-size: 0.85rem; }
.figures dd { margin: 0; font-size: 1.3rem; font-weight: bold; }
.returns li { margin: 0 0 0.6rem 0; padding: 0.5rem 0.8rem; background-color: var(--band);
  border-left: 6px solid var(--line); }
.returns li.amber { border-left-color: var(--amber); } .returns li.red { border-left-color: var(--red); }
.returns li { color: var(--text); }
.returns ul { margin: 0.3rem 0; padding-left: 1.2rem; list-style: disc; }
.returns ul li { margin: 0; padding: 0; border: none; }
.returns p { margin: 0.15rem 0; }
.short { columns: 3 16rem; column-gap: 1.5rem; }
.short li { break-inside: avoid; }
.state { display: inline-block; padding: 0 0.5rem; margin-right: 0.5rem; border-left-width: 3px; }
strong + .state { margin-left: 0.4rem; }
.links a { display: inline-block; padding: 0.2rem 0; margin-right: 1.2rem; }
table { margin: 1.2rem 0 0 0; } h2 + table { margin: 0; }
caption { text-align: left; font-weight: bold; color: var(--ink); padding: 0 0 0.3rem 0; }
tbody th { background-color: var(--band); color: var(--text); font-weight: normal; font-size: 1rem;
  border: 1px solid var(--line); }
tr.total th, tr.total td { font-weight: bold; }
.year td, .year thead th + th { text-align: center; }
.year td span { border-left: none; background-color: transparent; font-weight: bold; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.legend li { display: inline-block; margin: 0.3rem 1rem 0 0; font-size: 0.85rem; color: var(--muted); }
@media (max-width: 40rem) {
  .stacked, .stacked caption, .stacked tbody, .stacked tr, .stacked td { display: block; border: none; }
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked tr { border: 1px solid var(--line); margin: 0 0 0.5rem 0; padding: 0.3rem 0; }
  .stacked td { padding: 0.1rem 0.5rem; }
  .year th, .year td { padding: 0.25rem 0.2rem; }
}
@media print { .skip, .screen, nav { display: none; } a { color: inherit; text-decoration: none; } }
""")


def board_page(board: Board, basis: str) -> str:
    """Return the page of a board.

    Args:
        board: The board.
        basis: A hash over all that the board depends on. It stands in a comment at the top.
    """
    return _template().render(
        board=board,
        basis=basis,
        language=language(),
        style=_STYLE,
        meta_tags=META_TAGS,
        words=text.headings(),
        text=text,
    )


@cache
def _template() -> "Template":
    return compiled_template(SimpleNamespace(get=lambda _key: _kept_byte_code(), set=lambda _key, _code: None))


def _kept_byte_code() -> bytes:
    """Return the byte code of the template that the installation keeps; b"" where it keeps none."""
    kept = files(_PACKAGE) / BYTE_CODE
    return kept.read_bytes() if kept.is_file() else b""


def template_byte_code() -> bytes:
    """Return the template as byte code, for an installation to keep: each start would compile it anew."""
    compiled: list[bytes] = []
    compiled_template(SimpleNamespace(get=lambda _key: b"", set=lambda _key, code: compiled.append(code)))
    return compiled[0]


def compiled_template(memory: SimpleNamespace) -> "Template":
    """Return the template.

    Args:
        memory: It gives byte code, and takes what had to be compiled. The library uses only what is of its own
            version, of this Python and of this very text.
    """
    from jinja2 import FunctionLoader, MemcachedBytecodeCache
    from markupsafe import Markup

    folder = files(_PACKAGE)
    environment = html_environment(FunctionLoader(lambda name: (folder / name).read_text("utf-8")))
    environment.bytecode_cache = MemcachedBytecodeCache(memory, ignore_memcache_errors=False)
    # A path in an address: letters beyond ASCII, spaces, # and % are encoded, which every system reads alike.
    environment.filters["address"] = lambda place: Markup(quote(place, safe="/"))
    environment.filters["moment"] = lambda moment: f"{moment:%d.%m.%Y %H:%M}"
    return environment.get_template(_TEMPLATE)
