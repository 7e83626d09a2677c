"""The name of a person at the end of a line is told from the post before it, where it is certain."""

import pytest

from xlplan.domain.signatories import split_post_and_name


@pytest.mark.parametrize(
    ("text", "post", "name"),
    [
        ("Заступник начальника відділу О.В. Коваленко", "Заступник начальника відділу", "О.В. Коваленко"),
        ("Директор О. В. Коваленко", "Директор", "О. В. Коваленко"),
        ("Директор Коваленко О.В.", "Директор", "Коваленко О.В."),
        ("Директор центру у Житомирській області Оксана ПЕТРЕНКО",
         "Директор центру у Житомирській області", "Оксана ПЕТРЕНКО"),
        ("Директор Мар'яна СОЛОВ'ЯНЕНКО-БІЛА", "Директор", "Мар'яна СОЛОВ'ЯНЕНКО-БІЛА"),
        ("В.о. директора, Анна Іванівна КІТ", "В.о. директора", "Анна Іванівна КІТ"),
        ("Deputy head of the department O. Kovalenko", "Deputy head of the department", "O. Kovalenko"),
        ("Директор", "Директор", ""),
        ("Начальник Народицького ДРАЦС", "Начальник Народицького ДРАЦС", ""),
        ("Директор ЛБ КМЦ", "Директор ЛБ КМЦ", ""),
        ("Директор місцевого центру у м. Київ", "Директор місцевого центру у м. Київ", ""),
        ("", "", ""),
    ],
)  # fmt: skip
def test_a_name_at_the_end_is_split_from_the_post(text: str, post: str, name: str) -> None:
    assert split_post_and_name(text) == (post, name)


def test_a_long_text_with_apostrophes_that_is_no_name_is_seen_through_at_once() -> None:
    text = "Мар" + "ʼян" * 30 + " 2026"
    assert split_post_and_name(text) == (text, "")
