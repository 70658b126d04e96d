/** Reads CSV (RFC 4180). An empty last line is none. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = (): void => {
    row.push(cell);
    cell = "";
  };
  const endRow = (): void => {
    endCell();
    rows.push(row);
    row = [];
  };
  const all = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  for (let at = 0; at < all.length; at += 1) {
    const character = all[at] ?? "";
    if (isQuoted) {
      if (character !== '"') {
        cell += character;
      } else if (all[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else {
        isQuoted = false;
      }
    } else if (character === '"' && cell === "") {
      isQuoted = true;
    } else if (character === ",") {
      endCell();
    } else if (character === "\n") {
      endRow();
    } else {
      cell += character;
    }
  }
  if (cell !== "" || row.length > 0) {
    endRow();
  }
  return rows;
}

const quote = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Writes CSV. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(quote).join(",")}\n`).join("");
