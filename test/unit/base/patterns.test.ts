import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";
import { countTables } from "../../../src/card/tables.ts";

const SOURCES = fileURLToPath(new URL("../../../src", import.meta.url));
/** Tables of operations hold no code, and the bundle of the page is made of files that are read here. */
const ELSEWHERE = /^api\/|generated\/|described\/|page-bundle/;

/** Every regular expression of the sources that others can reach, with the files in which it stands. */
function findPatterns(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((name) => /\.tsx?$/.test(name) && !ELSEWHERE.test(name))) {
    const loader = file.endsWith("x") ? "tsx" : "ts";
    const { code } = transformSync(readFileSync(join(SOURCES, file), "utf8"), { loader, target: "esnext" });
    const walk = (node: unknown): void => {
      const { regex } = Object(node);
      if (regex) {
        const key = `/${regex.pattern}/${regex.flags}`;
        found.set(key, [...(found.get(key) ?? []), file]);
      } else if (typeof node === "object") {
        Object.values(node ?? {}).forEach(walk);
      }
    };
    walk(parseAst(code));
  }
  return found;
}

const UNBOUNDED = /[*+]|\{\d+,\}/g;

/**
 * Whether a pattern takes linear time whatever the text: nothing that repeats is repeated, and each alternative has at
 * most one repetition, with which it ends (it then matches at once) or which is anchored (it is tried from one place).
 */
function isLinear(key: string): boolean {
  const flags = key.slice(key.lastIndexOf("/") + 1);
  // An escape and a class are one atom.
  const atoms = key
    .slice(1, key.lastIndexOf("/"))
    .replace(/\\[pP]\{\w+\}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\./gi, "a")
    .replace(/\[[^\]]*\]/g, "a");
  if (/\)([*+]|\{\d+,\})/.test(atoms)) {
    return false;
  }
  return atoms
    .replace(/\(\?(<?[=!]|:)/g, "(")
    .split("|")
    .every((alternative) => {
      const count = alternative.match(UNBOUNDED)?.length ?? 0;
      const isAnchored = (/^\(*\^/.test(alternative) && !flags.includes("m")) || flags.includes("y");
      return count === 0 || (count === 1 && (isAnchored || /[*+]\??\)*$/.test(alternative)));
    });
}

const SIZE = 1_000_000;
/** A text that repeats another up to its size, and then goes on in another way. */
const run = (text: string, end = "", start = "") => start + text.repeat(SIZE / text.length) + end;

/** Patterns that are not linear by their form: their worst texts, or why no foreign text reaches them. */
const LISTED: Record<string, readonly string[] | string> = {
  "/^[\\w.-]+\\/([\\w.-]+\\+)?json *(;|$)/i": [
    run("a"),
    run("a", "", "a/"),
    run("a+", "", "a/"),
    run(" ", "x", "a/json"),
  ],
  "/^[A-Za-z](?!.*__)[A-Za-z0-9_]*$/": [run("a", "-"), run("_a", "-", "a")],
  "/^(\\s*\\d+)\\./": [run(" "), run(" ", "1"), run("1", "x")],
  "/^(\\w+)(~)?(?::([\\s\\S]*))?$/": [run("a", "-"), run("a", "~-"), run(":", "", "a")],
  "/^(?:[\\da-f]{2})*$/i": [run("a", "x"), run("a", "a")],
  "/\\/bot\\/v2\\/hook\\/[^/]+$/": [run("/bot/v2/hook/", "/"), run("a", "/", "/bot/v2/hook/")],
  '/filename(\\*?)= *("(?:\\\\.|[^"\\\\])*"|[^;]*)/gi':
    "a longer header than 4,096 letters is cut: see file-name.test.ts",
  "/^\\s*(`{3,}|~{3,})/": [run(" ", "x"), run(" ", "``"), run("`"), run("~")],
  "/^[\\s|:]*-[\\s|:-]*$/": [run(" ", "x"), run("-", "x"), run(" -", "x"), run("|:-", "x")],
  "/^(\\s*)[`~]+\\s*([^\\s`]*)/": [run(" "), run("`"), run(" ", "", "`"), run("~ ", "`")],
  "/`{3,}/g": [run("`"), run("``x")],
  "/\\n{3,}/g": [run("\n"), run("\n\nx")],
  "/\\{(\\w+)\\}/g": [run("{"), run("a", "", "{"), run("{a")],
  '/<at (?:user_)?id="?([^">\\s]*)"?>([^<]*)<\\/at>/g': [
    run("a", "", "<at id="),
    run("<at id=a>"),
    run("a", "", "<at id=a>"),
    run('<at id="a'),
  ],
  "/<[^<>]*>|[^\\s<]+\\s*|\\s+|</g": [run("<"), run("a", "", "<"), run(" "), run("a "), run("a", "<")],
  "/<|&(?=[#\\w]|$)|\\](?=\\s*(?:\\(|$))|@(?=_|$)|([*~])(?=\\1|$)/g": [
    run("<&]@*"),
    run("]"),
    run(" ", "x", "]"),
    run("* "),
  ],
  "/<[^>]*$|&[#\\w]*$|\\]\\s*(?:\\([^)]*)?$|[*~]$|@\\w*$/": "it reads the literal parts of a template, which are code",
  "/\\](?=\\s*\\([^)]*$)/g": "values have no bracket, and the literal parts of a template are code",
  "/^<(?![\\s/]*(?:\\w*$|at\\b))[^<]*$/i": [run(" ", "-", "<"), run("/ ", "at-", "<"), run("a", "-<", "<")],
  "/(?<![(\"<=\\]'])https?:\\/\\/[^\\s<>()\"']{0,2000}?[\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\uff00-\\uffef]/":
    [
      // Each address is followed for 2,000 letters.
      run("http://").slice(0, SIZE / 10),
      run("a", "", "http://"),
    ],
  "/\\[([^,\\]]+),([^\\])]+)[\\])]/g": "it reads the rules of cards, which are ours",
  "/\\[[^\\])]+[\\])]/": "it reads the rules of cards, which are ours",
  "/ErrPath: *ROOT([^;]*)/": [run("ErrPath: "), run(" ", "x", "ErrPath:"), run("a", "", "ErrPath: ROOT")],
  "/\\(tag:[^()]*\\)$/": [run("(tag:"), run("a", "", "(tag:"), run("(tag:a)", "x")],
  "/[^.[\\]]+|\\[\\d+\\]/g": [run("["), run("1", "", "["), run("[1"), run("a")],
  "/=([\"']?)[\\w.-]*$/": [run("="), run("a", "<", "="), run("=a", "<"), run('="')],
  "/<(?=[\\s/]*at)/gi": [run("<"), run("< "), run(" ", "x", "<"), run("/", "x", "<")],
  "/^\\(\\s*<?(https?:\\/\\/[^\\s)>]*)/i": [run(" ", "x", "("), run("a", "", "(http://")],
  "/(?<!!)!+\\[/g": [run("!"), run("!", "x"), run("![")],
  "/(?:^|\\n)[ \\t>]*(`{3,}|~{3,})[^\\n]*(?:\\n(?![ \\t>]*\\1)[^\\n]*)*(?:\\n[^\\n]*)?|`[^`\\n]+`|<(?=\\/?[a-z][^<>\\n]{0,300}>)(?!\\/?(?:a|[bh]r|at|person|link|font|\\w+_(?:tag|datetime)|audio|raw)[\\s/>]|https?:)|(?<![(\"<=\\]'])https?:\\/\\/[^\\s<>()\"']{1,500}?(?=[\\u3000-\\u9fff\\uac00-\\ud7af\\uff00-\\uffef])/gi":
    [
      run("`"),
      run("~", "\n"),
      run("\n```", "x"),
      run("\n`", "", "\n```"),
      run(" >", "", "\n"),
      run("\n >", "", "```"),
      run("`a", "\n"),
      run("<a"),
      run("<a_", ">"),
      run("a_", ">", "<"),
      run("http://"),
      run("a", "", "http://"),
    ],
  "/(^|\\s)#.*$/s": [run(" #"), run(" ", "x"), run("#", "\u2028")],
  '/\\/cardkit\\/v1\\/cards\\/(\\d+)|card_id[\\\\"]+: ?[\\\\"]+(\\d+)/': [
    run('"', "", "card_id"),
    run('card_id"'),
    run('"', "", 'card_id":'),
    run('card_id":"'),
  ],
  "/^(\\d+)\\.([\\w-]{43})\\.(.*)$/": [run("1"), run("1.", "", "1."), run("a", "\n", `1.${"a".repeat(43)}.`)],
  "/[?#].*$/s": [run("?"), run("a"), run("a?")],
  "/^Basic\\s+(\\S+)$/i": [run(" ", "", "Basic "), run("a", " ", "Basic "), run(" a", "", "Basic ")],
  "/!\\[[^\\]]{0,500}\\]\\(\\s*<?(https?:\\/\\/[^\\s)>]*)/i": [
    // Each beginning is followed for 500 letters.
    run("![").slice(0, SIZE / 10),
    run(" ", "x", "![]("),
    run("![]("),
    run("a", "", "![](http://"),
  ],
  "/(\\w+)([^,]*),?([a-z-]*)([A-Z]*),?(.*)/": "it reads the tables of operations, which are ours",
  "/(\\w+?)(s?)\\/:(?!\\w)/g": "it reads the tables of operations, which are ours",
  "/^(-?\\d+(?:\\.\\d+)?)(px)?$/": [run("1", "x"), run("1", "x", "1.")],
  "/(?<!`)`[^`\\n]+`(?!`)/": [run("`"), run("`a"), run("a", "", "`"), run("``a")],
  "/^(?:\\(intermediate value\\)|[\\w$]+)?((?:\\.[\\w$]+)*)\\.([\\w$]+) is not a function/": [
    run("a"),
    run(".a"),
    run("a", "", "."),
    run("a.", "", "(intermediate value)."),
  ],
  "/^\\s*(?:export\\s+)?(\\w+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^#\\r\\n]*?))\\s*(?:#.*)?$/gm":
    "it reads the developer's environment file",
  "/\\.|\\[(\\d+)\\]\\.?/": "it reads an argument of the command line",
  "/^([^=]+)=([\\s\\S]*)$/": "it reads an argument of the command line",
  // Of the emulator, the command line and the chat page.
  "/\\/+$/": "it reads the option domain of the emulator",
  "/^(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?$/i": [run("1", "x", "localhost:"), run("localhost:")],
  "/^(\\d{1,3}(\\.\\d{1,3}){3}|\\[[\\da-f:.]+\\])(:\\d+)?$/i": [run(":", "x", "["), run("1", "x", "[::1]:"), run("1.")],
  "/:\\d+$/": [run(":1"), run("1", "x", ":"), run(":"), run(":1:")],
  '/^[^\\s={}<>"]+=[^\\s]*$/': [run("a"), run("a", " ", "a="), run("=", " ", "a")],
  "/^content-disposition:(.*)$/im": [run("a", "", "content-disposition:"), run("content-disposition:\n"), run("\n")],
  '/[;\\s]name="([^"]*)"/i': [run(';name="'), run("a", "", ';name="'), run(";"), run(';name=" ')],
  '/[;\\s]filename="([^"]*)"/i': [run(';filename="'), run("a", "", ';filename="'), run(";")],
  "/^content-type:(.*)$/im": [run(" ", "x", "content-type: a"), run("content-type:\n"), run("\n")],
  '/^multipart\\/form-data\\s*;.*?boundary=(?:"([^"]+)"|([^;\\s]+))/i': [
    run(" ", "x", "multipart/form-data"),
    run("boundary=;", "", "multipart/form-data;"),
    run('boundary="', "", "multipart/form-data;"),
    run("a", "", 'multipart/form-data;boundary="'),
    run("boundary= ", "", "multipart/form-data;"),
  ],
  "/^Bearer\\s+(\\S+)$/i": [run(" ", "", "Bearer "), run("a", " ", "Bearer "), run(" a", "", "Bearer ")],
  "/^-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?$/": [run("1", "x"), run("1", "x", "1."), run("1", "x", "1e"), run("1.", "x")],
  "/^\\w+(\\.\\w+)*(\\.\\*)?$|^\\*$/": "it reads the option allow of the emulator, and names of a flag",
  "/(\\d+)#/g": "it reads names of fields, which are ours",
  "/^\\w+(\\.\\w+)*\\.(\\w+|\\*)$/": [run("a.", "-"), run("a", "-"), run(".", "", "a"), run("a", "-", "a.")],
  "/^<\\/?[a-zA-Z][\\w-]*(?:\\s(?:\"[^\"]*\"|'[^']*'|[^\"'<>])*)?\\/?>/": [
    run("a", "", "<"),
    run("a", "", "<a "),
    run('"', "", "<a "),
    run("' \"", "", "<a "),
    run("a", "", '<a "'),
    run("/", "", "<a "),
  ],
  "/^<(\\/?)([a-zA-Z][\\w-]*)(?![\\w-])([\\s\\S]*?)\\/?>$/": [
    run("a", "", "<"),
    run(" ", "", "<a"),
    run("/", "", "<a"),
    run(">", "x", "<a"),
    run("/>", "x", "<a"),
  ],
  "/([\\w-]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+)))?/g": [
    run("a"),
    run(" ", "", "a"),
    run(" ", "", "a="),
    run("a ="),
    run('a="'),
    run("a='\""),
    run("a", "", 'a="'),
  ],
  "/^(img|file)_[\\w-]+$/": [run("a", ".", "img_"), run("img_")],
  "/-\\d+$/": [run("-1"), run("1", "x", "-"), run("-")],
  "/^(?:#[\\da-f]{3,8}|rgba?\\(\\s*[\\d.]+%?(?:\\s*,\\s*[\\d.]+%?){2,3}\\s*\\))$/i": [
    run(" ", "", "rgb("),
    run("1", "", "rgb("),
    run(" ", "", "rgb(1"),
    run(" ", "", "rgb(1,2,3"),
    run("1,", "", "rgb("),
  ],
  "/^(\\w+(\\.\\w+)*(\\.\\*)?|\\*)$/": [run("a.", "-"), run("a", "-"), run(".", "", "a"), run(".*", "", "a")],
  '/"((?:[^"\\\\]|\\\\.)*)"/y': "a formula is at most 2,000 characters long",
  "/&(#?\\w+);/g": [run("&"), run("a", "", "&"), run("&a"), run("&#")],
  "/\\d+(?:\\.\\d+)?/y": [run("1", "x"), run("1.")],
  "/^-?\\d{1,3}(\\.\\d+)?,-?\\d{1,2}(\\.\\d+)?$/": [run("1", "x", "1."), run("1", "x", "1,1."), run("1,")],
  "/\\$\\{([^{}]+)\\}/g": [run("${"), run("a", "", "${"), run("${a"), run("{}")],
  "/^bytes=(\\d*)-(\\d*)$/": [run("1", "x", "bytes="), run("1", "x", "bytes=1-"), run("-", "", "bytes=")],
  "/^=\\s*(SUM|AVERAGE|COUNT|MIN|MAX)\\s*\\(([^()]*)\\)\\s*$/i": [
    run(" ", "x", "="),
    run(" ", "x", "=SUM"),
    run("a", "", "=SUM("),
    run(" ", "x", "=SUM(1)"),
  ],
};

const patterns = findPatterns();

describe("regular expressions of the sources", () => {
  test("are found", () => {
    expect(patterns.size).toBeGreaterThan(100);
  });

  test("are linear by their form, or listed with their worst texts", () => {
    const unproved = [...patterns].filter(([key]) => !isLinear(key) && !Object.hasOwn(LISTED, key));
    expect(unproved).toEqual([]);
  });

  test("that are listed are in the sources", () => {
    expect(Object.keys(LISTED).filter((key) => !patterns.has(key))).toEqual([]);
  });

  // Quadratic time would take minutes for a million letters, and end the test.
  test.each(Object.entries(LISTED).filter(([, texts]) => typeof texts !== "string"))(
    "%s ends with each of them",
    (key, texts) => {
      const end = key.lastIndexOf("/");
      for (const text of texts) {
        const pattern = new RegExp(key.slice(1, end), `${key.slice(end + 1).replace("g", "")}g`);
        text.replace(pattern, "");
      }
    },
  );
});

test.each([
  ["/a+/g", true],
  ["/^a+b$/", true],
  ["/^a|b+c/", false],
  ["/(a+)+/", false],
  ["/a*b/", false],
  ["/^\\s*a\\s*$/", false],
  ["/^[*+]$/", true],
])("by its form %s is linear: %s", (key, expected) => {
  expect(isLinear(key)).toBe(expected);
});

/** Lines that look like the dashes below a table's head up to their end; by one pattern each took hours. */
const ALMOST = [" ", "| - ", "-", " |", ":", " - "].map((text) => `|-${text.repeat(100_000 / text.length)}x|`);
test.each(ALMOST)("the line of dashes of a table is told from others however long: %#", (line) => {
  expect(countTables(`| a | b |\n${line}`)).toBe(0);
});

test.each([
  ["|---|---|", 1],
  ["---|---", 1],
  [" | :-: | -: | ", 1],
  ["|-|", 1],
  ["| |", 0],
  ["||-|", 0],
  ["|-||", 0],
  ["|- -|", 0],
  ["|a|", 0],
])("%s below a table's head makes %s table", (line, count) => {
  expect(countTables(`| a | b |\n${line}`)).toBe(count);
});
