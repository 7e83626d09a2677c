"""The look that receipts, letters and the board share: colours, type, tables, and what a page may do.

The colours are those of the workbooks. On a dark screen they are lighter on darker grounds; paper is always light.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from xlplan.documents import style
from xlplan.domain.standing import Light
from xlplan.domain.status import Status
from xlplan.text.normalize import without_invisible

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

_STATUSES = {
    Light.GREEN.value: Status.MET,
    Light.AMBER.value: Status.NOT_RETURNED,
    Light.RED.value: Status.SHORT,
    "grey": Status.EXPECTED,
}
LIGHT_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "page": "#FFFFFF",
        "text": style.TEXT,
        "muted": style.MUTED,
        "ink": style.INK,
        "line": style.LINE,
        "band": style.BAND_LIGHT,
        "link": style.LINK,
        "bar": style.INK,
        "on-bar": "#FFFFFF",
        **{name: style.STATUS_INK[status] for name, status in _STATUSES.items()},
        **{f"{name}-fill": style.STATUS_FILL[status] for name, status in _STATUSES.items()},
    }
)
DARK_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "page": "#14181F",
        "text": "#E6E9EF",
        "muted": "#AEB6C4",
        "ink": "#B4CBF7",
        "line": "#3D4656",
        "band": "#1D232D",
        "link": "#93BFF5",
        "bar": "#2B3C60",
        "on-bar": "#FFFFFF",
        "green": "#86E0B9",
        "green-fill": "#123A2C",
        "amber": "#F3D57C",
        "amber-fill": "#3E330F",
        "red": "#FFB9A8",
        "red-fill": "#4B1E15",
        "grey": "#AEB6C4",
        "grey-fill": "#232A35",
    }
)
# What is read on what, in both schemes. The words of a light stand on its own fill and on the page.
PAIRS = (
    *((ink, ground) for ink in ("text", "muted", "ink", "link") for ground in ("page", "band")),
    ("on-bar", "bar"),
    *((name, ground) for name in _STATUSES for ground in (f"{name}-fill", "page", "band")),
    *((ink, f"{name}-fill") for name in _STATUSES for ink in ("text", "link")),
)

_PROPERTY = re.compile(r"var\(--([\w-]+)\)")
_ROOT_SIZE = re.compile(r"(?<=\d)rem\b")
_LIGHTS = "\n".join(
    f".{name} {{ color: var(--{name}); background-color: var(--{name}-fill);"
    f" border-left: 6px solid var(--{name}); }}"
    for name in _STATUSES
)
# Type and parts that receipts, letters and the board share. Sizes are relative: a reader may enlarge the letters.
_COMMON = f"""
body {{ font-family: Arial, "Liberation Sans", sans-serif; font-size: 1rem; line-height: 1.4;
  color: var(--text); background-color: var(--page); margin: 1.5rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; }}
.from {{ color: var(--muted); margin: 0 0 0.5rem 0; }}
h1 {{ font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem 0; padding: 0.7rem 1rem; }}
h2 {{ font-size: 1.15rem; color: var(--ink); margin: 1.2rem 0 0.4rem 0; }}
ol {{ margin: 0; padding-left: 1.6rem; }}
li {{ margin: 0 0 0.4rem 0; }}
a {{ color: var(--link); }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ text-align: left; background-color: var(--bar); color: var(--on-bar); font-size: 0.85rem;
  padding: 0.25rem 0.5rem; }}
td {{ border: 1px solid var(--line); padding: 0.25rem 0.5rem; vertical-align: top; }}
.muted {{ color: var(--muted); }}
.small {{ color: var(--muted); font-size: 0.8rem; margin: 0.5rem 0 0 0; }}
{_LIGHTS}
"""
# A screen may be dark and a reader may come by keyboard. Paper is light, and small letters are legible on it.
_SCREEN_AND_PAPER = """
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@page { size: A4; margin: 10mm 12mm; }
@media print { html { font-size: 9pt; } body { max-width: none; margin: 0; padding: 0; }
  h1 { font-size: 17pt; } h2 { font-size: 11pt; margin-top: 3mm; }
  tr, li { break-inside: avoid; } thead { display: table-header-group; } h1, h2, caption { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""


def _values(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


_COLOURS = f"""
:root {{ {_values(LIGHT_COLOURS)} }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ color-scheme: dark; {_values(DARK_COLOURS)} }} }}
"""

# A browser loads and runs nothing, whatever a text contains.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
META_TAGS = (
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)


def page_style(own: str) -> str:
    """Return the style sheet of a page: what all share, and its own rules, which name colours by `var(--ink)`."""
    return f"{_COLOURS}{_COMMON}{own}{_SCREEN_AND_PAPER}"


def letter_style(own: str = "") -> str:
    """Return the style sheet of a letter: the same look for programs for e-mail, which know plain colours only."""
    plain = _PROPERTY.sub(lambda match: LIGHT_COLOURS[match[1]], f"{_COMMON}{own}")
    return _ROOT_SIZE.sub("em", plain)


def one_line(text: str) -> str:
    """Return a text in one line, without signs that nobody sees. Some of them reverse the order of letters."""
    return " ".join(without_invisible(text).split())


def html_environment(loader: "BaseLoader") -> "Environment":
    """Return what fills HTML templates. Every value is escaped and in one line; one that is missing fails."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    def shown(value: Any) -> Any:
        return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value

    return Environment(
        loader=loader,
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
