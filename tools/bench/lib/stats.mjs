/** The value below which a share of the samples lies. */
export function quantile(samples, share) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)];
  return low + (sorted[Math.ceil(at)] - low) * (at - Math.floor(at));
}

export const median = (samples) => quantile(samples, 0.5);

/** Digits enough to compare, and no more. */
export function short(value) {
  if (!Number.isFinite(value)) {
    return "–";
  }
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export const ratio = (value) => (Number.isFinite(value) ? `${short(value)}×` : "–");

/** A table in Markdown, so that it can be pasted into the README. The first row names the columns. */
export function table(rows) {
  const text = rows.map((row) => row.map(String));
  const widths = text[0].map((_, column) => Math.max(...text.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`;
  return [line(text[0]), line(widths.map((width) => "-".repeat(width))), ...text.slice(1).map(line)].join("\n");
}

/** Says how far the measurement is. Standard output is for results. */
export const progress = (message) => process.stderr.write(`${message}\n`);
