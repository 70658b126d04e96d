import type { TableProperty } from "./containers.ts";

/** A range of lines: from its start to before its end. */
export type Span = readonly [start: number, end: number];

/** Merged cells of a table. */
export interface Merge {
  rows: Span;
  columns: Span;
}

const size = ([start, end]: Span): number => end - start;

/** The merged cells of a table, from the sizes that stand at their first cells. */
export function readMerges({ column_size, merge_info = [] }: TableProperty): Merge[] {
  return merge_info.flatMap(({ row_span, col_span }, index): Merge[] => {
    const row = Math.floor(index / column_size);
    const column = index % column_size;
    return row_span * col_span > 1 ? [{ rows: [row, row + row_span], columns: [column, column + col_span] }] : [];
  });
}

/** `merge_info` of a table of this size: its cells row by row, each with the size that stands there. */
export function writeMerges(
  rows: number,
  columns: number,
  merges: readonly Merge[],
): NonNullable<TableProperty["merge_info"]> {
  const info = Array.from({ length: rows * columns }, () => ({ row_span: 1, col_span: 1 }));
  for (const merge of merges) {
    if (size(merge.rows) > 0 && size(merge.columns) > 0) {
      const first = merge.rows[0] * columns + merge.columns[0];
      info[first] = { row_span: size(merge.rows), col_span: size(merge.columns) };
    }
  }
  return info;
}

/** Where a range is after a line was inserted: inside it the range grows. */
export const spanAfterInsert = ([start, end]: Span, at: number): Span => [
  at <= start ? start + 1 : start,
  at < end ? end + 1 : end,
];

/** Where a range is after lines were deleted: it loses those that were inside. */
export function spanAfterDelete([start, end]: Span, [from, to]: Span): Span {
  const placeOf = (line: number): number => (line <= from ? line : Math.max(from, line - (to - from)));
  return [placeOf(start), placeOf(end)];
}

const isWithin = (inner: Span, outer: Span): boolean => inner[0] >= outer[0] && inner[1] <= outer[1];
const meets = (one: Span, other: Span): boolean => one[0] < other[1] && other[0] < one[1];

export const contains = (outer: Merge, inner: Merge): boolean =>
  isWithin(inner.rows, outer.rows) && isWithin(inner.columns, outer.columns);

export const overlaps = (one: Merge, other: Merge): boolean =>
  meets(one.rows, other.rows) && meets(one.columns, other.columns);
