"""The map of cells that the peer needs: a line for each cell that a unit may fill in a template.

usage: datamap.py TEMPLATE.xlsx > datamap.csv
"""

import sys

import openpyxl

print("cell_key,template_sheet,cellreference")
for row in openpyxl.load_workbook(sys.argv[1])["Звіт"].iter_rows():
    for cell in row:
        if not cell.protection.locked:
            print(f"{cell.coordinate},Звіт,{cell.coordinate}")
