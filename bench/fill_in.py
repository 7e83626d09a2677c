"""What a coordinator who knows some openpyxl would write: one template, with the name of each unit in it.

usage: fill_in.py TEMPLATE.xlsx FOLDER UNITS
"""

import sys
from pathlib import Path

import openpyxl

template, folder, units = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
book = openpyxl.load_workbook(template)
for number in range(units):
    book["Звіт"]["A1"] = f"Бюро {number:04}"
    book.save(folder / f"{number:04}.xlsx")
