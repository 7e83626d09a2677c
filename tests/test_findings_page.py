"""The page of findings in the documentation says what the program says."""

import importlib.util
from types import ModuleType

from tests.support.paths import ROOT
from xlplan.domain.findings.catalogue import CATALOGUE
from xlplan.text.translation import language


def tool() -> ModuleType:
    """tools/findings.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("findings", ROOT / "tools" / "findings.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_of_findings_is_the_catalogue_s() -> None:
    written = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert written == tool().page(), "docs/findings.md is stale: make findings"


def test_it_has_a_line_for_every_kind() -> None:
    page = tool().page()
    assert [code for code in CATALOGUE if page.count(f"| `{code}` |") != 1] == []


def test_making_it_leaves_the_language_as_it_was() -> None:
    before = language()
    tool().page()
    assert language() == before
