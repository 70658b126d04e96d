import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createEmulator } from "lark-edge/emulator";
import { afterEach, describe, expect, test, vi } from "vitest";
import { run as customHeaders } from "../../examples/custom-headers.ts";
import { serve } from "../support/emulator-server.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");

interface Result {
  code: number;
  out: string;
  err: string;
}

/** Runs the script as `npm run example` does. */
const example = (args: string[], env: Record<string, string> = {}): Promise<Result> =>
  new Promise((resolve) => {
    const { APP_ID: _, ...rest } = process.env;
    const options = { cwd: root, env: { ...rest, ...env } };
    const child = execFile(process.execPath, ["tools/example.mjs", ...args], options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

const OUTPUTS: Record<string, RegExp> = {
  "send-file": /^sent orders\.csv, 18 bytes, as om_[\da-f]{32}\n$/,
  "send-image": /^sent an image of 70 bytes as om_[\da-f]{32}\n$/,
  "list-department-users": /^54 people in 3 departments: Ada, Edsger and others\n$/,
  "create-bitable":
    /^https:\/\/feishu\.cn\/base\/bascn\w+\n\{"Customer":\[\{"text":"Grace","type":"text"\}\],"Amount":80\}\n\{"Customer":\[\{"text":"Edsger","type":"text"\}\],"Amount":300\}\n$/,
  "copy-sheet-range":
    /^copied 6 cells to \w{6}!E1:F3: \[\["pen",2\],\["ink",5\],\["all",\{"type":"formula","text":"=SUM\(B1:B2\)"\}\]\]\n$/,
  "download-sheet-media": /^manual\.txt: 11 bytes\ndot\.png: 24 bytes\n$/,
  "raw-call": /^ada@example\.com is ou_[\da-f]{32}\n$/,
  "custom-headers": /^HTTP 200, with a log id\n$/,
  "user-token": /^Mine belongs to ou_[\da-f]{32}\n$/,
  "marketplace-tenant": /^Ada works for [\da-f]{16}\n$/,
  "custom-event": /^acme\.order\.paid_v1: order 1234 over 19\.9 is paid\n$/,
  "alert-bot":
    /^alerted 1 people in oc_[\da-f]{32}\n(ou_[\da-f]{32}) takes it\nthe group is "In progress: Orders fail since 12:04"\nsolved; archived \d messages, \d+ bytes\nthe group is "Solved: Orders fail since 12:04"\n$/,
  "expense-approval":
    /^expense 7 is approved: needed\nthe card says "Expense approved by <at id=ou_[\da-f]{32}><\/at>: needed"\n$/,
  "expense-approval-jsx":
    /^expense 7 is approved: needed\nthe card says "Expense approved by <at id=ou_[\da-f]{32}><\/at>: needed"\n$/,
  "custom-store":
    /^get (lark-edge:1:\S+): nothing\nset \1 for a while\nfound 1 address\nget \1: found\nfound 1 address\n$/,
};

const cleanUps: (() => unknown)[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const cleanUp of cleanUps.splice(0)) {
    cleanUp();
  }
});

describe("each program", () => {
  test.each(Object.keys(OUTPUTS))("%s prints what it did, and leaves nothing running", async (name) => {
    const { code, out, err } = await example([name]);
    const [notice = "", blank, ...rest] = out.split("\n");
    expect([code, err]).toEqual([0, ""]);
    expect([notice, blank]).toEqual([expect.stringContaining("an emulator in this process"), ""]);
    expect(rest.join("\n")).toMatch(OUTPUTS[name] ?? /^$/);
  });

  test("is listed in the help and in the README, with nothing beside it", async () => {
    const { out } = await example(["--help"]);
    const listed = [...out.matchAll(/^ {2}([\w-]+) {2,}\S/gm)].map(([, name]) => name);
    const readme = read("examples/README.md");
    for (const name of Object.keys(OUTPUTS)) {
      expect(listed, name).toContain(name);
      expect(readme).toContain(`npm run example -- ${name}\``);
    }
    const files = readdirSync(new URL("examples/", root)).filter((file) => /\.tsx?$/.test(file));
    const programs = files.filter((file) => /export (async )?function run\(/.test(read(`examples/${file}`)));
    expect(listed.toSorted()).toEqual(programs.map((file) => file.replace(/\.tsx?$/, "")).toSorted());
  });

  test("imports nothing but this package, and fits on a screen", () => {
    for (const name of Object.keys(OUTPUTS)) {
      const text = read(`examples/${name}.ts${name.endsWith("-jsx") ? "x" : ""}`);
      const imports = [...text.matchAll(/from "([^"]+)"/g)].map(([, from]) => from);
      expect(imports.every((from) => from === "lark-edge" || from?.startsWith("lark-edge/"))).toBe(true);
      // These are whole bots.
      const most = name === "alert-bot" ? 101 : name.startsWith("expense-approval") ? 71 : 51;
      expect(text.split("\n").length, name).toBeLessThan(most);
    }
  });
});

describe("with an app in the environment", () => {
  /** An emulator on a port of this machine, and the environment that leads there. */
  async function world() {
    const emulator = createEmulator();
    const { domain: LARK_DOMAIN, close } = await serve(emulator);
    cleanUps.push(close);
    const { appId: APP_ID, appSecret: APP_SECRET } = emulator.app;
    return { emulator, env: { APP_ID, APP_SECRET, LARK_DOMAIN } };
  }

  test("it calls LARK_DOMAIN", async () => {
    const { emulator, env } = await world();
    const chat = emulator.addChat();
    const { code, out, err } = await example(["send-file"], { ...env, CHAT_ID: chat.chatId });
    expect([code, err]).toEqual([0, ""]);
    const [message] = emulator.messages(chat);
    expect(out).toBe(`sent orders.csv, 18 bytes, as ${message?.message_id}\n`);
  });

  test("a refusal is told in two lines", async () => {
    const { env } = await world();
    const { code, err } = await example(["send-file"], { ...env, CHAT_ID: "oc_nobody" });
    expect(code).toBe(1);
    expect(err).toMatch(/^im\.v1\.message\.create: refused with code 230034: .+\n.+\.\n$/);
  });

  test("it names what is missing, and calls nothing", async () => {
    const { emulator, env } = await world();
    const { code, out, err } = await example(["send-file"], { ...env, APP_SECRET: "" });
    expect([code, out, err]).toEqual([1, "", "APP_SECRET is missing in the environment: see examples/README.md.\n"]);
    expect(emulator.requests).toEqual([]);
  });
});

test("an unknown name is an error that names the known ones", async () => {
  for (const name of ["nothing", "echo", "../tools/demo", "__proto__"]) {
    const { code, err } = await example([name]);
    expect([code, err]).toEqual([1, expect.stringContaining("send-file, send-image")]);
  }
});

test("custom-headers sends all three", async () => {
  const emulator = createEmulator();
  const seen: Headers[] = [];
  vi.stubGlobal("fetch", (input: Request | string | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    seen.push(request.headers);
    return emulator.fetch(request);
  });
  vi.spyOn(console, "log").mockImplementation(() => {});
  const { appId: APP_ID, appSecret: APP_SECRET } = emulator.app;
  await customHeaders({ APP_ID, APP_SECRET, EMAIL: "nobody@example.com" });
  const last = seen.at(-1);
  expect(["x-team", "x-job", "x-trace"].map((name) => last?.get(name))).toEqual([
    "billing",
    "nightly",
    "POST contact.v3.user.batchGetId",
  ]);
});
