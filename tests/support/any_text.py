"""Any text, for properties."""

from hypothesis import strategies as st

# As many as UTF-8 has. Hypothesis would have them by trying that encoding on each character for a second.
ANY_CHARACTER = st.characters(exclude_categories=["Cs"])


def any_text(max_size: int | None = None) -> st.SearchStrategy[str]:
    """Texts of any characters, up to this length."""
    return st.text(ANY_CHARACTER, max_size=max_size)
