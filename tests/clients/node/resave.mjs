// Opens a workbook with a library and saves it again, in the formats of all OUTs: node resave.mjs LIBRARY IN OUT…
import { readFileSync, writeFileSync } from "node:fs";

const [program, from, ...all] = process.argv.slice(2);
// A library takes longer to load than to save.
if (program === "exceljs") {
  const { default: ExcelJS } = await import("exceljs");
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(from);
  for (const to of all) await book.xlsx.writeFile(to);
} else {
  const { default: XLSX } = await import("xlsx");
  const book = XLSX.read(readFileSync(from), { cellStyles: true, cellNF: true, bookVBA: true });
  for (const to of all) {
    const bookType = to.endsWith(".xls") ? "biff8" : to.split(".").pop();
    writeFileSync(to, XLSX.write(book, { type: "buffer", bookType }));
  }
}
