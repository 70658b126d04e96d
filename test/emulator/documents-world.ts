import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { documentedAnswers } from "../support/documented-answers.ts";
import { call, type Parsed, tenantToken } from "../support/emulator-api.ts";

const checkAnswer = documentedAnswers("bitable", "docs", "docx", "drive", "sheets", "wiki");

/** Sends a request to `/open-apis/…`; `as` is another token than the app's. */
export type Send = (method: string, path: string, body?: unknown, as?: string) => Promise<Parsed>;

/** An emulator with a clock that stands still; every successful answer is checked against its document. */
export async function documentsWorld(options: EmulatorOptions = {}): Promise<{
  emulator: Emulator;
  token: string;
  send: Send;
  tick: (ms: number) => void;
  foreign: () => Promise<string>;
}> {
  let now = 1_700_000_000_000;
  const emulator = createEmulator({ now: () => now, ...options });
  const token = await tenantToken(emulator);
  const send: Send = async (method, path, body, as = token) => {
    const answer = (await call(emulator, method, `/open-apis/${path}`, body, as)).body;
    checkAnswer(emulator, answer);
    return answer;
  };
  return {
    emulator,
    token,
    send,
    tick: (ms) => {
      now += ms;
    },
    /** The token of an app of another company. */
    foreign: () => tenantToken(emulator, emulator.addApp({ tenantKey: emulator.addTenant().tenantKey })),
  };
}

/** Uploads a file to a folder, and gives its token. */
export async function uploadFile(
  emulator: Emulator,
  token: string,
  given: { name: string; parent: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<string> {
  return upload(emulator, token, "files", { ...given, type: "explorer" });
}

/** Uploads a document's media, and gives its token. */
export async function uploadMedia(
  emulator: Emulator,
  token: string,
  given: { name: string; type: string; parent: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<string> {
  return upload(emulator, token, "medias", given);
}

async function upload(
  emulator: Emulator,
  token: string,
  area: "files" | "medias",
  given: { name: string; type: string; parent: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<string> {
  const form = new FormData();
  form.set("file_name", given.name);
  form.set("parent_type", given.type);
  form.set("parent_node", given.parent);
  form.set("size", String(given.bytes.length));
  form.set("file", new Blob([given.bytes]), given.name);
  const response = await emulator.fetch(`https://open.feishu.cn/open-apis/drive/v1/${area}/upload_all`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return (await response.json()).data.file_token;
}
