import ExcelJS from 'exceljs';

/** Everything that stands in a workbook, as one text. */
export async function sheetText(bytes: ArrayBuffer): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes);
  return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()));
}
