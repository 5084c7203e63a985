/** Gives the table to the person as a CSV file that opens in Excel; cells that a spreadsheet would run as a formula are marked as text. */
export function downloadTable(name: string, rows: readonly (readonly string[])[]): void {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const text = `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name.trim()}.csv`;
  link.click();
  URL.revokeObjectURL(address);
}
