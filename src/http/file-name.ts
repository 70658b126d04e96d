/** A longer `Content-Disposition` names no file. */
const MAX_HEADER_LENGTH = 4_096;

/** `filename` and `filename*` with their values. In quotes each character can be read in one way only, so a failing match is short. */
const FILE_NAME = /filename(\*?)= *("(?:\\.|[^"\\])*"|[^;]*)/gi;

/**
 * The file name of a `Content-Disposition`, in every way the platform writes it: RFC 5987, percent-encoded, and UTF-8
 * bytes that `fetch` shows as Latin-1. A path is cut off.
 */
export function fileNameOf(disposition: string): string | undefined {
  let name = "";
  for (const [, star, value = ""] of disposition.slice(0, MAX_HEADER_LENGTH).matchAll(FILE_NAME)) {
    if (star || !name) {
      name = star ? value.slice(value.lastIndexOf("'") + 1) : value.replace(/^"|"$|\\(.)/g, "$1");
    }
  }
  try {
    // In raw bytes a percent sign is one.
    name = decodeURIComponent(/[\x80-\xff]/.test(name) ? name.replace(/[%\x80-\xff]/g, escape) : name);
  } catch {
    // A lone percent sign, or Latin-1: the name is meant as it stands.
  }
  name = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  return /^\.*$/.test(name) ? undefined : name;
}
