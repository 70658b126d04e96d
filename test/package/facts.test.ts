import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENTRIES, ROOMS } from "../../tools/rooms/table.mjs";

const root = new URL("../../", import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json")) as { version: string; engines: { node: string } };

/** The rows of the first table under a heading, each with its cells. */
function tableUnder(paper: string, heading: string): string[][] {
  const [, text = ""] = read(paper).split(`\n${heading}\n`);
  const table = text.split(/\n#+ /)[0]?.match(/^\|.*$/gm) ?? [];
  return table.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
}

/** The names in backquotes of the first column. */
const namesUnder = (paper: string, heading: string) =>
  tableUnder(paper, heading).flatMap(([name = ""]) => [...name.matchAll(/`([A-Za-z]+)`/g)].map(([, one = ""]) => one));

interface Field {
  name: string;
  docstring: string;
  isOptional: boolean;
}

/** The fields of an interface, as its source file declares them. */
function fieldsOf(file: string, name: string): Field[] {
  const [, body = ""] = new RegExp(`export interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(read(file)) ?? [];
  const fields = body.matchAll(/(?:^ {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^ {2}(?:readonly )?(\w+)(\??)[:(]/gm);
  return [...fields].map(([, docstring = "", field = "", mark = ""]) => ({
    name: field,
    docstring,
    isOptional: mark === "?",
  }));
}

const namesOf = (file: string, name: string) => fieldsOf(file, name).map((field) => field.name);

const LOG = namesOf("src/base/logger.ts", "LogOptions");
const CALL = namesOf("src/client/types.ts", "CallOptions");

describe("the tables of options", () => {
  it.each([
    { paper: "docs/calling-apis", heading: "Options of a call", options: CALL },
    {
      paper: "docs/calling-apis",
      heading: "Options of the client",
      options: [
        ...namesOf("src/client/types.ts", "ClientOptions"),
        ...LOG,
        ...["headers", "timeoutMs", "deadlineMs", "retry", "helpdesk"],
      ],
    },
    {
      paper: "docs/receiving-events",
      heading: "Options",
      options: [
        ...namesOf("src/callback/options.ts", "CallbackOptions").filter((name) => name !== "now"),
        ...namesOf("src/event/options.ts", "EventDispatcherOptions"),
        ...LOG,
      ],
    },
  ])("$paper names every option under $heading, and no other", ({ paper, heading, options }) => {
    expect(options.length).toBeGreaterThan(5);
    expect(namesUnder(`${paper}.md`, `## ${heading}`).sort()).toEqual([...new Set(options)].sort());
  });

  const NUMBERS: [option: string, file: string, constant: string][] = [
    ["timeoutMs", "src/http/call-time.ts", "DEFAULT_TIMEOUT_MS"],
    ["deadlineMs", "src/http/call-time.ts", "DEFAULT_DEADLINE_MS"],
    ["maxUploadBytes", "src/http/body.ts", "DEFAULT_MAX_UPLOAD_BYTES"],
    ["maxAnswerBytes", "src/http/answer.ts", "DEFAULT_MAX_ANSWER_BYTES"],
    ["answerBudgetMs", "src/event/options.ts", "DEFAULT_ANSWER_BUDGET_MS"],
    ["maxBodyBytes", "src/callback/options.ts", "DEFAULT_MAX_BODY_BYTES"],
    ["signatureMaxAgeSeconds", "src/callback/options.ts", "DEFAULT_SIGNATURE_MAX_AGE_SECONDS"],
  ];
  it.each(NUMBERS)("the default of %s is the one in %s", (option, file, constant) => {
    const [, value = ""] = new RegExp(`${constant}[^=]*= ([\\d_]+)`).exec(read(file)) ?? [];
    const rows = ["Options of a call", "Options of the client"]
      .flatMap((heading) => tableUnder("docs/calling-apis.md", `## ${heading}`))
      .concat(tableUnder("docs/receiving-events.md", "## Options"));
    const row = rows.find(([names = ""]) => names === `\`${option}\``);
    expect(row?.[2]?.split(" ")[0]?.replace(/,$/, "").replaceAll(",", "")).toBe(value.replaceAll("_", ""));
  });
});

describe("the options of a public interface", () => {
  it.each([
    ["src/auth/provider.ts", "TokenOptions"],
    ["src/callback/options.ts", "CallbackOptions"],
    ["src/client/types.ts", "RetryOptions"],
    ["src/client/types.ts", "CallOptions"],
    ["src/client/types.ts", "ClientOptions"],
    ["src/client/types.ts", "PageOptions"],
    ["src/custom-bot/bot.ts", "CustomBotOptions"],
    ["src/emulator/emulator-types.ts", "EmulatorOptions"],
    ["src/emulator/platform/delivery-types.ts", "EventRequestOptions"],
    ["src/emulator/platform/types.ts", "NewChat"],
    ["src/emulator/people/types.ts", "SayOptions"],
    ["src/emulator/people/types.ts", "ClickOptions"],
    ["src/emulator/people/types.ts", "WaitOptions"],
    ["src/event/options.ts", "EventDispatcherOptions"],
    ["src/http/transport.ts", "TransportOptions"],
    ["src/store/key-value-store.ts", "SetOptions"],
  ])("%s: every field of %s has a docstring, and a default if it can be left out", (file, name) => {
    const fields = fieldsOf(file, name);
    expect(fields.length).toBeGreaterThan(0);
    const silent = fields.filter(
      ({ docstring, isOptional }) => docstring === "" || (isOptional && !/default/i.test(docstring)),
    );
    expect(silent.map((field) => field.name)).toEqual([]);
  });
});

describe("facts of the papers that a program knows", () => {
  const papers = ["README", "docs/getting-started"].flatMap((paper) => [`${paper}.md`, `${paper}.zh-CN.md`]);

  it.each(papers)("%s has the version and the Node of package.json", (paper) => {
    const text = read(paper);
    for (const [, version] of text.matchAll(/lark-edge-(\d+\.\d+\.\d+)\.tgz/g)) {
      expect(version).toBe(manifest.version);
    }
    for (const [, node] of text.matchAll(/Node (\d+) or newer/g)) {
      expect(`>=${node}`).toBe(manifest.engines.node);
    }
  });

  it("every import in the README and the guides is an entry point", () => {
    const known = ENTRIES.map(({ subpath }) => subpath.replace(/^\./, "lark-edge").replace(/\*$/, ""));
    const isKnown = (name: string) =>
      known.some((entry) => name === entry || (entry.endsWith("/") && name.startsWith(entry)));
    const named = [...read("README.md").matchAll(/["`](lark-edge(?:\/[a-z/-]+)?)["`]/g)].map(([, name = ""]) => name);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !isKnown(name))).toEqual([]);
  });

  it("the emulator's guide and manual name only flags that the command line has", () => {
    const help = read("src/cli/help.ts");
    const flags = ["docs/testing.md", "docs/testing.zh-CN.md", "src/emulator/README.md"].flatMap((paper) =>
      [...read(paper).matchAll(/`(--[a-z-]+)/g)].map(([, flag = ""]) => flag),
    );
    expect(flags.length).toBeGreaterThan(5);
    expect(flags.filter((flag) => !help.includes(`${flag} `) && flag !== "--help")).toEqual([]);
  });

  it("the comparisons have only numbers that the notes on the measurements have", () => {
    const notes = read("tools/bench/README.md");
    const cells = (read("docs/comparisons.md").match(/^\|.*$/gm) ?? []).join(" ");
    const numbers = [...cells.matchAll(/(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g)].map(([number]) => number);
    expect(numbers.length).toBeGreaterThan(50);
    expect(
      numbers.filter((number) => !new RegExp(`(?<![\\d.])${number.replace(".", "\\.")}(?![\\d.])`).test(notes)),
    ).toEqual([]);
  });

  it("CONTRIBUTING has the weight of a bot that the README has", () => {
    const [, kilobytes] = /echo bot adds (\d+) KB/.exec(read("README.md")) ?? [];
    expect(read("CONTRIBUTING.md")).toContain(`An echo bot is ${kilobytes} KB.`);
  });

  it("ARCHITECTURE names every room, and the emulator's README those of the emulator", () => {
    const [all, inner] = [read("ARCHITECTURE.md"), read("src/emulator/README.md")];
    const isNamed = (room: string) =>
      room.startsWith("emulator/")
        ? inner.includes(`| ${room.replace("emulator/", "")} |`)
        : all.includes(`| ${room} |`);
    expect(Object.keys(ROOMS).filter((room) => !isNamed(room))).toEqual([]);
  });
});
