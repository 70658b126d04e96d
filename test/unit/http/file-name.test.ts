import { expect, test } from "vitest";
import { fileNameOf } from "../../../src/http/index.ts";
import vectors from "../../vectors/content_disposition.json" with { type: "json" };

test.each(vectors.map(({ name, input, expected }) => [name, input.content_disposition, expected.filename] as const))(
  "%s",
  (_, disposition, fileName) => {
    expect(fileNameOf(disposition)).toBe(fileName ?? undefined);
  },
);

test.each([
  ["a lone percent sign is meant", 'attachment; filename="100%.txt"', "100%.txt"],
  ["Latin-1 that is no UTF-8 stays", 'attachment; filename="caf\u00e9.txt"', "caf\u00e9.txt"],
  ["a path inside RFC 5987 is cut off", "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"],
  ["a path inside percent-encoding is cut off", 'attachment; filename="..%2F..%2Fetc%2Fpasswd"', "passwd"],
  ["a Windows path is cut off", "attachment; filename*=UTF-8''C%3A%5Cdir%5Ca.txt", "a.txt"],
  ["a path without a file has no name", 'attachment; filename="dir/"', undefined],
  ["an empty name is none", 'attachment; filename=""', undefined],
  ["spaces in quotes stay", 'attachment; filename="my report.pdf"', "my report.pdf"],
  ["inline is as good as attachment", 'inline; filename="a.png"', "a.png"],
  [
    "the order of the two spellings does not matter",
    "attachment; filename*=UTF-8''%E6%B5%8B.txt; filename=\"x.txt\"",
    "测.txt",
  ],
  ["a parameter behind the name is not part of it", "attachment; filename=a.txt; size=5", "a.txt"],
])("%s", (_, disposition, fileName) => {
  expect(fileNameOf(disposition)).toBe(fileName);
});
