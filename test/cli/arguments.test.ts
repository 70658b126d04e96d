import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { VERSION } from "../../src/base/version.ts";
import { fileWith, runToEnd } from "./helpers.ts";

test.each([[[]], [["--help"]], [["-h"]]])("%o shows the commands", async (args) => {
  const { out, code } = await runToEnd(...args);
  expect(code).toBe(0);
  expect(out).toMatch(/emulator [\s\S]*listen [\s\S]*replay [\s\S]*--version/);
});

test.each([
  ["emulator", /--bot URL[\s\S]*--version/],
  ["listen", /--to URL[\s\S]*--record FILE[\s\S]*APP_ID, APP_SECRET/],
  ["replay", /replay FILE --to URL[\s\S]*--new-ids[\s\S]*ENCRYPT_KEY/],
])("%s --help shows its options", async (name, words) => {
  const { out, code } = await runToEnd(name, "--help");
  expect(code).toBe(0);
  expect(out).toMatch(words);
});

test.each([[["--version"]], [["-v"]], [["listen", "--version"]]])("%o", async (args) => {
  expect(await runToEnd(...args)).toEqual({ out: `${VERSION}\n`, err: "", code: 0 });
});

test.each<[string[], RegExp]>([
  [["emulater"], /no command "emulater"\. Did you mean emulator\?/],
  [["serve"], /no command "serve"\.\n/],
  [["--prot", "1"], /no option --prot\./],
  [["emulator", "now"], /"now" is one argument too many/],
  [["listen", "now"], /"now" is one argument too many/],
  [["replay", "one", "two"], /"two" is one argument too many/],
  [["listen", "--bot", "http://x/"], /no option --bot/],
  [["listen"], /listen needs --to, the address of the bot/],
  [["listen", "--to", "localhost:3000"], /--to must be an http or https address/],
  [["replay"], /replay needs the file/],
  [["replay", "file"], /replay needs --to/],
  [["listen", "--to", "http://127.0.0.1:1/"], /ENCRYPT_KEY or VERIFICATION_TOKEN is missing: set it/],
  [["emulator", "--prot", "1"], /no option --prot\. Did you mean --port\?/],
  [["emulator", "--strikt"], /Did you mean --strict\?/],
  [["emulator", "--zzzzzzzz"], /no option --zzzzzzzz\.\n/],
  [["emulator", "--constructor"], /no option --constructor\.\n/],
  [["emulator", "-x"], /no option -x/],
  [["emulator", "--port"], /--port needs a value/],
  [["emulator", "--bot", "--strict"], /--bot needs a value, got --strict/],
  [["emulator", "--seed", "-1"], /--seed needs a value, got -1/],
  [["emulator", "--strict=yes"], /--strict takes no value/],
  [["emulator", "--port", "x"], /--port must be a whole number from 0 to 65535, got "x"/],
  [["emulator", "--port", "65536"], /--port must be/],
  [["emulator", "--port=-1"], /--port must be/],
  [["emulator", "--seed", "1.5"], /--seed must be/],
  [["emulator", "--bot", "localhost:3000"], /--bot must be an http or https address/],
  [["emulator", "--domain", "larksuite"], /The domain must be feishu, lark or/],
  [["emulator", "--allow", "drive*"], /allow takes names/],
  [["emulator", "--allow", "calender.*"], /allow: no operation is called "calender\.\*"/],
  [
    ["emulator", "--allow", "im.v1.mesage.get"],
    /no operation is called "im\.v1\.mesage\.get"; there is im\.v1\.message/,
  ],
])("%o is refused with a hint", async (args, words) => {
  const { err, out, code } = await runToEnd(...args);
  expect(err).toMatch(words);
  expect(err).toMatch(/lark-edge --help/);
  expect(out).toBe("");
  expect(code).toBe(2);
});

test("a busy port", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const { err, code } = await runToEnd("emulator", "--port", String(port));
  expect(err).toMatch(new RegExp(`Port ${port} is busy: is another emulator running\\? Choose one by --port`));
  expect(code).toBe(1);
});

test("an address that is not of this machine", async () => {
  const { err, code } = await runToEnd("emulator", "--host", "203.0.113.1", "--port", "0");
  expect(err).toMatch(/cannot listen on 203\.0\.113\.1:0/);
  expect(code).toBe(1);
});

test.each<[unknown, RegExp]>([
  ["{", /is not JSON/],
  ["[]", /it must be an object, got \[\]/],
  [{ usres: [] }, /usres is not known\. Did you mean users\?/],
  [{ users: {} }, /users must be a list, got \{\}/],
  [{ users: [{}] }, /users\[0\]\.name is missing/],
  [{ users: [{ name: "A" }, { name: 1 }] }, /users\[1\]\.name must be a text, got 1/],
  [{ users: [{ name: "A", nmae: "B" }] }, /users\[0\]\.nmae is not known\. Did you mean name\?/],
  [
    { users: [{ name: "Ada" }], chats: [{ users: ["Adda"] }] },
    /chats\[0\]\.users: there is no user "Adda"\. Did you mean Ada\?/,
  ],
  [{ users: [], chats: [{ users: [] }] }, /chats\[0\]\.users must hold at least one name/],
  [{ users: [{ name: "A" }], chats: [{ users: ["A"], apps: ["X"] }] }, /chats\[0\]\.apps: there is no app "X"/],
  [{ users: [{ name: "A" }, { name: "A" }], chats: [{ users: ["A"] }] }, /users: two are called "A"/],
  [{ apps: [{ appId: "a" }, { appId: "a" }] }, /two have the appId "a"/],
  [{ apps: [{ bot: "nowhere" }] }, /apps\[0\]\.bot must be an http or https address/],
  [{ apps: [{ appType: "shop" }] }, /apps\[0\]\.appType must be one of self-built, marketplace/],
  [{ faults: [{ kind: "slow" }, { kind: "slow", delayMs: "1" }] }, /faults\[1\]\.delayMs must be milliseconds/],
  [{ faults: [{ kind: "quota", operaton: "x" }] }, /faults\[0\]\.operaton is not known/],
  [{ port: 70_000 }, /port must be a whole number/],
  [{ strict: "yes" }, /strict must be true or false/],
  [{ __proto__: null, bot: 5 }, /bot must be an http or https address/],
])("config %o is refused, and the field named", async (config, words) => {
  const { err, code } = await runToEnd("emulator", "--config", await fileWith(config));
  expect(err).toMatch(words);
  expect(code).toBe(1);
});

test("a config file that is not there", async () => {
  const { err } = await runToEnd("emulator", "--config", "/nowhere/config.json");
  expect(err).toMatch(/The config file \/nowhere\/config\.json does not exist/);
});

test.each<[unknown, RegExp]>([
  ["{", /The scenario file .* is not JSON/],
  [
    { faults: [{ kind: "slow", delayMs: -1 }] },
    /The scenario file .* is wrong: faults\[0\]\.delayMs must be milliseconds/,
  ],
  [
    {
      faults: [
        { kind: "quota", operation: "im.*" },
        { kind: "quota", operation: "bot.v3.info" },
      ],
    },
    /faults\[1\]\.operation: no operation is called "bot\.v3\.info"; there is bot\.v3\.info\.get/,
  ],
  [{ fault: [] }, /fault is not known: a scenario has faults/],
])("scenario %o is refused, and the field named", async (scenario, words) => {
  const { err, code } = await runToEnd("emulator", "--scenario", await fileWith(scenario));
  expect(err).toMatch(words);
  expect(code).toBe(1);
});
