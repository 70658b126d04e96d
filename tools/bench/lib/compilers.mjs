import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { bench } from "./build.mjs";
import { cpuOfChildren, usage } from "./usage.mjs";

const require = createRequire(import.meta.url);
/** The path of a file in an installed package. */
export const installed = (path) => join(bench, "../../node_modules", path);

// Without Node in front of it, as editors start it.
const native = () =>
  join(require.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`), "../lib/tsc");

const HEADER_END = "\r\n\r\n";
const KILOBYTES = 1024;
const BY_CHARACTER = 2;

/** The messages of a language server: both kinds say a length, an empty line, and then JSON. */
async function* read(output) {
  let bytes = Buffer.alloc(0);
  for await (const chunk of output) {
    bytes = Buffer.concat([bytes, chunk]);
    for (let at = bytes.indexOf(HEADER_END); at >= 0; at = bytes.indexOf(HEADER_END)) {
      const start = at + HEADER_END.length;
      const end = start + Number(/Content-Length: (\d+)/.exec(bytes.subarray(0, at))[1]);
      if (bytes.length < end) {
        break;
      }
      yield JSON.parse(bytes.subarray(start, end));
      bytes = bytes.subarray(end);
    }
  }
}

/** Waits for a message; `meet` sees those that come before it. */
async function find(messages, isWanted, meet = () => {}) {
  for (let next = await messages.next(); !next.done; next = await messages.next()) {
    if (isWanted(next.value)) {
      return next.value;
    }
    meet(next.value);
  }
  throw new Error("the language server ended early");
}

/** Opens a file in `tsserver` and requests the completions at its end. */
async function askTsserver(input, messages, { folder, file, text, line, character }) {
  const send = (seq, command, args) =>
    input.write(`${JSON.stringify({ seq, type: "request", command, arguments: args })}\n`);
  send(1, "open", { file, fileContent: text, projectRootPath: folder });
  send(2, "completionInfo", {
    file,
    line: line + 1,
    offset: character + 1,
    triggerKind: BY_CHARACTER,
    triggerCharacter: ".",
  });
  const { body, message } = await find(messages, ({ request_seq }) => request_seq === 2);
  if (!body) {
    throw new Error(`tsserver has no completions: ${message}`);
  }
  return body.entries.map(({ name }) => name);
}

/** The same by the language server protocol. */
async function askLanguageServer(input, messages, { folder, file, text, line, character }) {
  const uri = pathToFileURL(file).href;
  const send = (message) => {
    const json = JSON.stringify({ jsonrpc: "2.0", ...message });
    input.write(`Content-Length: ${Buffer.byteLength(json)}${HEADER_END}${json}`);
  };
  // The server sends requests, too: its client shall report files that change.
  const agree = ({ id, method }) => method && id !== undefined && send({ id, result: null });
  const call = async (id, method, params) => {
    send({ id, method, params });
    const { result, error } = await find(messages, (message) => message.id === id && !message.method, agree);
    if (!result) {
      throw new Error(`the language server has no answer to ${method}: ${error?.message}`);
    }
    return result;
  };
  await call(1, "initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
  });
  send({ method: "initialized", params: {} });
  send({
    method: "textDocument/didOpen",
    params: { textDocument: { uri, languageId: "typescript", version: 1, text } },
  });
  const answer = await call(2, "textDocument/completion", {
    textDocument: { uri },
    position: { line, character },
    context: { triggerKind: BY_CHARACTER, triggerCharacter: "." },
  });
  return (answer.items ?? answer).map(({ label }) => label.replace(/\?$/, ""));
}

/** The compilers, each with the language server that an editor starts for it. */
export const compilers = {
  "TypeScript 5.9": {
    compiler: "typescript59/bin/tsc",
    // Neither fetches types from the registry nor watches files by itself, as under VS Code.
    server: () => [
      process.execPath,
      [installed("typescript59/lib/tsserver.js"), "--disableAutomaticTypingAcquisition", "--canUseWatchEvents"],
    ],
    ask: askTsserver,
  },
  "TypeScript 7.0": {
    compiler: "typescript/bin/tsc",
    server: () => [native(), ["--lsp", "--stdio"]],
    ask: askLanguageServer,
  },
};

/** Checks a project's types. A project with an error is one of the bench. */
export async function check({ compiler }, { folder }) {
  const before = await cpuOfChildren();
  const { stdout } = await promisify(execFile)(process.execPath, [
    installed(compiler),
    "--project",
    folder,
    "--extendedDiagnostics",
  ]);
  const [, seconds] = /^Total time:\s+([\d.]+)s$/m.exec(stdout);
  const [, kilobytes] = /^Memory used:\s+(\d+)K$/m.exec(stdout);
  return {
    seconds: Number(seconds),
    cpu: (await cpuOfChildren()) - before,
    megabytes: kilobytes / KILOBYTES,
  };
}

/** Starts a language server, opens a file that is being written, and requests the completions at its end. */
export async function complete({ server, ask }, { folder, file, text, members }) {
  const lines = text.split("\n");
  const start = performance.now();
  const child = spawn(...server(), { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  // "close" would wait until the whole output of the server is read.
  const ended = once(child, "exit");
  try {
    const position = { line: lines.length - 1, character: lines.at(-1).length };
    const found = await ask(child.stdin, read(child.stdout), { folder, file, text, ...position });
    const sample = { seconds: (performance.now() - start) / 1000, ...(await usage(child.pid)) };
    const missing = members.filter((name) => !found.includes(name));
    if (missing.length) {
      throw new Error(`the completions lack ${missing}; they are ${found}`);
    }
    return sample;
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}
