"""What findings quote: short, on one line, cut at a word; long lists are counted instead of told."""

import pytest

from xlplan.validation.quoting import list_names, shorten


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ""),
        (["1.1"], "1.1"),
        (["1.1", "1.2", "1.3"], "1.1, 1.2, 1.3"),
        (["1.1", "1.2", "1.3", "1.4"], "1.1, 1.2, 1.3 … (+1)"),
        (["1.1", "1.2", "1.1", "1.2"], "1.1, 1.2"),
        (["1.1", "", "1.2"], "1.1, 1.2"),
    ],
)
def test_names_are_listed_once_each_in_their_order_and_the_rest_is_counted(names: list[str], shown: str) -> None:
    assert list_names(names, most=3) == shown


def test_thirty_names_are_listed_and_no_more() -> None:
    names = [str(number) for number in range(1, 32)]
    assert list_names(names[:30]) == ", ".join(names[:30])
    assert list_names(names) == ", ".join(names[:30]) + " … (+1)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("лекція", "лекція"),
        ("  збір \n у   ній ", "збір у ній"),
        # Ten signs fit; of eleven, the last word goes.
        ("лекція так", "лекція так"),
        ("лекція отак", "лекція…"),
        # A word that begins too early would leave too little, so the text is cut within a word.
        ("на лекцію-бесіду", "на лекцію…"),
        ("у школ лекції", "у школ…"),
        ("у шко лекції", "у шко лек…"),
        ("лекціябесіда", "лекціябес…"),
        # Signs that cannot be seen, and those that turn a line round.
        ("лек\x00ція", "лек ція"),
        ("\u202eлекція", "лекція"),
    ],
)
def test_a_text_is_quoted_on_one_line_and_cut_at_a_word(text: str, shown: str) -> None:
    assert shorten(text, 10) == shown


def test_sixty_signs_are_quoted_and_no_more() -> None:
    assert shorten("а" * 60) == "а" * 60
    assert shorten("а" * 61) == "а" * 59 + "…"
