"""What a coordinator who knows some pandas would write: read every file, add up, save. It checks nothing.

usage: naive.py FOLDER OUT.xlsx
"""

import sys
from pathlib import Path

import openpyxl
import pandas as pd


def heading_row(path: Path) -> int:
    """The number, from 0, of the row with the headings."""
    sheet = openpyxl.load_workbook(path, read_only=True)["Звіт"]
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if {"Код", "Виконано"} <= set(row):
            return number
    raise SystemExit(f"no headings in {path}")


def main(folder: Path, out: Path) -> None:
    paths = sorted(folder.glob("*.xlsx"))
    top = heading_row(paths[0])
    tables = []
    for path in paths:
        table = pd.read_excel(path, sheet_name="Звіт", header=top, engine="openpyxl")
        tables.append(table.assign(Підрозділ=path.stem))
    data = pd.concat(tables, ignore_index=True).dropna(subset="Код")
    for column in ("План", "Виконано"):
        data[column] = pd.to_numeric(data[column], errors="coerce")
    sums = data.groupby(["Код", "Захід", "Показник"], sort=False)[["План", "Виконано"]].sum().reset_index()
    sums["Відхилення"] = sums["Виконано"] - sums["План"]
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        sums.to_excel(book, sheet_name="Зведення", index=False)
        data.to_excel(book, sheet_name="Дані", index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
