"""The formulas of the report round as the domain does: halves away from zero, on the exact numbers."""

import re
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.support.thoroughness import examples
from xlplan.documents.report.units_of_measure import across_expression, rounded, share_expression
from xlplan.domain.plan import AcrossUnits, Counting, Indicator
from xlplan.domain.unit_of_measure import PERCENT_SIGN, Number, UnitOfMeasure, mean, round_half_away, to_number

# The cells of a row, the expression over them (`{cells}` or `{0}` and `{1}`), and the exact result.
Case = tuple[list[Number], str, Number]


def number(random: Random, decimals: int, digits: int) -> Decimal:
    return Decimal(random.randrange(10 ** random.randint(1, digits))).scaleb(-decimals)


def means(random: Random) -> Iterator[Case]:
    """Means of two to twelve numbers, most of them just between two results."""
    while True:
        decimals = random.randint(0, 4)
        cells = [number(random, decimals, 9) for _ in range(random.choice((2, 3, 4, 6, 8, 10, 12)))]
        count, step = len(cells), Decimal(1).scaleb(-decimals)
        if count % 2 == 0 and random.random() < 0.8:
            # The sum becomes a whole number of halves of the last decimal.
            cells[0] += (count // 2 - int(sum(cells) / step) % count) * step
        numbers = [to_number(each) for each in cells]
        unit = UnitOfMeasure("год", decimals)
        indicator = Indicator("1.1", "", Counting.SPLIT, (), unit_of_measure=unit, across_units=AcrossUnits.MEAN)
        yield numbers, across_expression(indicator, "{cells}"), mean(numbers, decimals)


def sums(random: Random) -> Iterator[Case]:
    """Sums of up to twenty numbers."""
    while True:
        decimals = random.randint(1, 4)
        numbers = [to_number(number(random, decimals, 9)) for _ in range(random.randint(2, 20))]
        unit = UnitOfMeasure("грн", decimals)
        indicator = Indicator("1.1", "", Counting.SPLIT, (), unit_of_measure=unit)
        yield numbers, across_expression(indicator, "{cells}"), to_number(sum(map(Decimal, numbers)))


def shares(random: Random) -> Iterator[Case]:
    """Shares of whole counts and of counts with decimals, most of them just between two results."""
    while True:
        of_counts, decimals = random.choice((0, 0, 1, 2)), random.randint(0, 2)
        whole = 2 ** random.randint(1, 9) * 5 ** random.randint(0, 6) * random.choice((1, 1, 3, 7, 11))
        odd = 2 * random.randrange(200 * 10**decimals) + 1
        part = Fraction(odd * whole, 2 * 10**decimals * 100)
        count = part.numerator if part.denominator == 1 else random.randrange(2 * whole)
        numbers = [to_number(Decimal(each).scaleb(-of_counts)) for each in (count, whole)]
        units = UnitOfMeasure("год", of_counts), UnitOfMeasure(PERCENT_SIGN, decimals)
        exact = round_half_away(Fraction(100 * count, whole), decimals)
        yield numbers, share_expression("{0}", "{1}", *units), exact


def differences(random: Random) -> Iterator[Case]:
    """Deviations from a target."""
    while True:
        decimals = random.randint(1, 4)
        numbers = [to_number(number(random, decimals, 10)) for _ in range(2)]
        exact = to_number(Decimal(numbers[0]) - Decimal(numbers[1]))
        yield numbers, rounded("{0}-{1}", UnitOfMeasure("грн", decimals)), exact


@pytest.mark.office
@pytest.mark.parametrize("kind", [means, sums, shares, differences])
def test_libreoffice_computes_the_digits_of_the_domain(
    tmp_path: Path, office: Callable[..., Path], kind: Callable[[Random], Iterator[Case]]
) -> None:
    cases = [case for case, _number in zip(kind(Random(1)), range(examples(4000, 1000)), strict=False)]
    results = computed(tmp_path, office, cases)
    wrong = [
        (numbers, expression, exact, result)
        for (numbers, expression, exact), result in zip(cases, results, strict=True)
        if f"{float(str(result)):.15g}" != f"{float(exact):.15g}"
    ]
    assert wrong == []


def computed(folder: Path, office: Callable[..., Path], cases: list[Case]) -> list[object]:
    """The results that LibreOffice computes, of formulas without a cached value."""
    book = Workbook(folder / "made.xlsx")
    sheet = book.add_worksheet()
    for row, (numbers, expression, _exact) in enumerate(cases):
        addresses = [xl_rowcol_to_cell(row, column) for column in range(1, len(numbers) + 1)]
        sheet.write_formula(row, 0, "=" + expression.format(*addresses, cells=f"{addresses[0]}:{addresses[-1]}"))
        for column, each in enumerate(numbers, 1):
            sheet.write_number(row, column, each)
    book.close()
    bare = folder / "bare.xlsx"
    with zipfile.ZipFile(folder / "made.xlsx") as source, zipfile.ZipFile(bare, "w") as target:
        for part in source.namelist():
            target.writestr(part, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", source.read(part)))
    with CalamineWorkbook.from_path(str(office(bare, "xlsx"))) as opened:
        return [row[0] for row in opened.get_sheet_by_index(0).to_python(skip_empty_area=False)]
