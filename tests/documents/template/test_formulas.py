"""Sentences as formulas."""

from xlplan.documents.formulas import quote_text, sentence


def test_a_quotation_mark_inside_a_formula_is_doubled() -> None:
    assert quote_text('план "А"') == '"план ""А"""'


def test_a_sentence_joins_its_words_and_its_gaps() -> None:
    assert sentence("є {seen} з {owed}", seen="A1+1", owed="9") == '"є "&(A1+1)&" з "&(9)'


def test_a_sentence_without_gaps_is_one_text() -> None:
    assert sentence("готово") == '"готово"'
