import { encode } from "uqr";

/** Black on white, whatever the colours of the terminal are. */
const COLOURS = "\x1b[38;5;16m\x1b[48;5;231m";
const RESET = "\x1b[0m";
/** Light modules around the code, which cameras need. */
const BORDER = 2;

/** Draws a QR code, two rows of it in one line of text; undefined if it is wider than the terminal. */
export function qrCode(text: string, columns: number): string | undefined {
  const { data, size } = encode(text, { ecc: "L", border: BORDER });
  if (size > columns) {
    return undefined;
  }
  const lines: string[] = [];
  for (let row = 0; row < size; row += 2) {
    const upper = data[row] ?? [];
    const lower = data[row + 1] ?? [];
    const marks = upper.map((isDark, column) => (isDark ? (lower[column] ? "█" : "▀") : lower[column] ? "▄" : " "));
    lines.push(`${COLOURS}${marks.join("")}${RESET}`);
  }
  return lines.join("\n");
}
