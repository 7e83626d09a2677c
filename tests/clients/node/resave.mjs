// Opens a workbook with a library and saves it again: node resave.mjs LIBRARY IN OUT
import { readFileSync, writeFileSync } from "node:fs";
import ExcelJS from "exceljs";
import XLSX from "xlsx";

const [program, from, to] = process.argv.slice(2);
if (program === "exceljs") {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(from);
  await book.xlsx.writeFile(to);
} else {
  const book = XLSX.read(readFileSync(from), { cellStyles: true, cellNF: true, bookVBA: true });
  writeFileSync(to, XLSX.write(book, { type: "buffer", bookType: to.endsWith(".xls") ? "biff8" : to.split(".").pop() }));
}
