/** What a spreadsheet takes for a formula, or for the start of one after it has trimmed the cell; full-width forms too. */
const FORMULA = /^'*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
const DEFUSED = /^'+[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/** Takes the danger out of a cell: a spreadsheet shows what starts with an apostrophe as text. */
export function defuseCell(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text as it was before `defuseCell`, or before a spreadsheet protected a leading plus the same way. */
export function undefuseCell(cell: string): string {
  return DEFUSED.test(cell) ? cell.slice(1) : cell;
}

/** One line of a CSV file by RFC 4180, with its line end. Cells are defused. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoteCell(defuseCell(cell))).join(',')}\r\n`;
}

function quoteCell(cell: string): string {
  return NEEDS_QUOTES.test(cell) || cell.startsWith("'") ? `"${cell.replaceAll('"', '""')}"` : cell;
}
