"""Formulas that speak: sentences of the catalogue with cells in their gaps."""

from string import Formatter


def quote_text(text: str) -> str:
    """`text` as a string inside a formula."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def sentence(template: str, **gaps: str) -> str:
    """A formula without its `=` that gives `template` with each {gap} filled by an expression."""
    parts = []
    for literal, gap, _spec, _conversion in Formatter().parse(template):
        if literal:
            parts.append(quote_text(literal))
        if gap is not None:
            parts.append(f"({gaps[gap]})")
    return "&".join(parts)
