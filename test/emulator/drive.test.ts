import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createEmulator } from "../../src/emulator/index.ts";
import { adler32 } from "../../src/emulator/services/drive/adler32.ts";
import { documentedAnswers } from "../support/documented-answers.ts";
import { type Parsed, tenantToken } from "../support/emulator-api.ts";

const DRIVE = "https://open.feishu.cn/open-apis/drive";
const MIB = 1024 * 1024;
const checkAnswer = documentedAnswers("drive");

const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 256);

type Fields = Record<string, string | number | Uint8Array<ArrayBuffer> | undefined>;

function toForm(fields: Fields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Uint8Array) {
      form.set(name, new Blob([value]), "part");
    } else if (value !== undefined) {
      form.set(name, String(value));
    }
  }
  return form;
}

async function world() {
  let now = 1_700_000_000_000;
  const emulator = createEmulator({ now: () => now });
  const token = await tenantToken(emulator);
  const fetch = (method: string, path: string, init: RequestInit = {}, as = token) =>
    emulator.fetch(`${DRIVE}/${path}`, {
      ...init,
      method,
      headers: { ...init.headers, authorization: `Bearer ${as}` },
    });
  const read = async (response: Response): Promise<Parsed> => {
    const answer = await response.json();
    checkAnswer(emulator, answer);
    return answer;
  };
  const send = async (method: string, path: string, body?: unknown, as?: string) =>
    read(await fetch(method, path, body === undefined ? {} : { body: JSON.stringify(body) }, as));
  const upload = async (path: string, fields: Fields, as?: string) =>
    read(await fetch("POST", path, { body: toForm(fields) }, as));
  const root = (await send("GET", "explorer/v2/root_folder/meta")).data.token as string;
  const tick = (ms: number) => {
    now += ms;
  };
  return { emulator, fetch, send, upload, root, tick };
}

const whole = (parent_node: string, file: Uint8Array<ArrayBuffer>, more: Fields = {}): Fields => ({
  file_name: "ä.bin",
  parent_type: "explorer",
  parent_node,
  size: file.length,
  checksum: adler32(file),
  file,
  ...more,
});

test("Adler-32 as the vectors say", () => {
  const vectors: Parsed[] = JSON.parse(readFileSync(new URL("../vectors/adler32.json", import.meta.url), "utf8"));
  for (const { name, input, expected } of vectors) {
    const { text, hex, repeat_byte: byte, count } = input;
    const bytes =
      text === undefined
        ? hex === undefined
          ? byte === undefined
            ? undefined
            : new Uint8Array(count).fill(byte)
          : Uint8Array.from(Buffer.from(hex, "hex"))
        : new TextEncoder().encode(text);
    if (bytes !== undefined) {
      expect(adler32(bytes), name).toBe(expected.checksum);
    }
  }
  expect(vectors.length).toBeGreaterThan(10);
});

describe("a whole file", () => {
  test("comes back byte for byte, whole and in ranges", async () => {
    const { upload, fetch, root } = await world();
    const file = bytesOf(1000);
    const { file_token } = (await upload("v1/files/upload_all", whole(root, file))).data;
    const download = async (range?: string) => {
      const response = await fetch("GET", `v1/files/${file_token}/download`, range ? { headers: { range } } : {});
      return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
    };
    const all = await download();
    expect([all.response.status, all.bytes]).toEqual([200, file]);
    expect(all.response.headers.get("content-disposition")).toContain("filename*=UTF-8''%C3%A4.bin");
    for (const [range, first, last] of [
      ["bytes=0-99", 0, 99],
      ["bytes=990-", 990, 999],
      ["bytes=-1", 999, 999],
      ["bytes=-5000", 0, 999],
      ["bytes=500-5000", 500, 999],
    ] as const) {
      const { response, bytes } = await download(range);
      expect([response.status, response.headers.get("content-range")]).toEqual([206, `bytes ${first}-${last}/1000`]);
      expect(bytes).toEqual(file.slice(first, last + 1));
    }
    for (const range of ["bytes=5-1", "lines=1-2", "bytes=0-1,5-6", "bytes=-"]) {
      expect((await download(range)).response.status, range).toBe(200);
    }
    for (const range of ["bytes=1000-", "bytes=-0"]) {
      expect((await download(range)).response.status, range).toBe(416);
    }
  });

  test.each([
    ["a wrong checksum", { checksum: "1" }, 1062008],
    ["another size", { size: 9 }, 1062009],
    ["no size", { size: undefined }, 99992402],
    ["too large a size", { size: 20 * MIB + 1 }, 99992402],
    ["a size that is no number", { size: "ten" }, 99992402],
    ["no file", { file: undefined }, 99992402],
    ["no such parent", { parent_node: "fldcnNobody" }, 1061044],
    ["no such place", { parent_type: "nowhere" }, 99992402],
    ["a long name", { file_name: "x".repeat(251) }, 99992402],
    ["no such file to replace", { file_token: "boxcnNobody" }, 1061003],
  ])("is refused with %s", async (_, more, code) => {
    const { upload, send, root } = await world();
    expect((await upload("v1/files/upload_all", whole(root, bytesOf(10), more))).code).toBe(code);
    expect((await send("GET", "v1/files")).data.files).toEqual([]);
  });

  test("is replaced by its token", async () => {
    const { upload, fetch, send, root } = await world();
    const first = (await upload("v1/files/upload_all", whole(root, bytesOf(10)))).data;
    const file_token = first.file_token;
    const second = (await upload("v1/files/upload_all", whole(root, bytesOf(3), { file_token }))).data;
    expect([second.file_token, second.version === first.version]).toEqual([file_token, false]);
    expect((await (await fetch("GET", `v1/files/${file_token}/download`)).arrayBuffer()).byteLength).toBe(3);
    expect((await send("GET", "v1/files")).data.files).toHaveLength(1);
  });
});

describe("a file in parts", () => {
  const plan = (parent_node: string, size: number) => ({
    file_name: "big.bin",
    parent_type: "explorer",
    parent_node,
    size,
  });

  test("is put together again", async () => {
    const { upload, fetch, send, root } = await world();
    const file = bytesOf(4 * MIB + 5);
    const { data } = await send("POST", "v1/files/upload_prepare", plan(root, file.length));
    expect(data).toMatchObject({ block_size: 4 * MIB, block_num: 2 });
    for (const seq of [1, 0]) {
      const part = file.slice(seq * data.block_size, (seq + 1) * data.block_size);
      const fields = { upload_id: data.upload_id, seq, size: part.length, checksum: adler32(part), file: part };
      expect((await upload("v1/files/upload_part", fields)).code).toBe(0);
    }
    const end = { upload_id: data.upload_id, block_num: 2 };
    const finished = await send("POST", "v1/files/upload_finish", end);
    const response = await fetch("GET", `v1/files/${finished.data.file_token}/download`);
    expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), Buffer.from(file))).toBe(0);
    expect((await send("POST", "v1/files/upload_finish", end)).code).toBe(1061021);
  });

  test("is refused where it is not as planned", async () => {
    const { emulator, upload, send, root, tick } = await world();
    const { upload_id } = (await send("POST", "v1/files/upload_prepare", plan(root, 4 * MIB + 5))).data;
    const part = (more: Fields) => ({ upload_id, seq: 1, size: 5, file: bytesOf(5), ...more });
    const codeOf = async (more: Fields, as?: string) => (await upload("v1/files/upload_part", part(more), as)).code;
    expect(await codeOf({ seq: 2 })).toBe(1062011);
    expect(await codeOf({ seq: -1 })).toBe(1062011);
    expect(await codeOf({ seq: 0 })).toBe(1062009);
    expect(await codeOf({ size: 4 })).toBe(1062009);
    expect(await codeOf({ checksum: "1" })).toBe(1062008);
    expect(await codeOf({ upload_id: "nobody" })).toBe(1061021);
    expect(await codeOf({}, emulator.userAccessToken(emulator.addUser()))).toBe(1062007);
    expect((await upload("v1/medias/upload_part", part({}))).code).toBe(1061021);
    expect(await codeOf({})).toBe(0);
    const finish = async (block_num: number) =>
      (await send("POST", "v1/files/upload_finish", { upload_id, block_num })).code;
    expect([await finish(2), await finish(1)]).toEqual([1062010, 1062010]);
    tick(24 * 3600_000);
    emulator.invalidateTokens();
    const late = await tenantToken(emulator);
    expect(await codeOf({}, late)).toBe(1061021);
  });
});

test("media of a document are uploaded and downloaded, and are no files of drive", async () => {
  const { upload, fetch, send } = await world();
  const fields = { ...whole("doxcn1", bytesOf(7)), parent_type: "docx_image" };
  const { data } = await upload("v1/medias/upload_all", fields);
  expect(Object.keys(data)).toEqual(["file_token"]);
  const response = await fetch("GET", `v1/medias/${data.file_token}/download`);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytesOf(7));
  expect((await send("GET", `v1/files/${data.file_token}/download`)).code).toBe(1061003);
  expect((await send("GET", "v1/files")).data.files).toEqual([]);
});

describe("folders", () => {
  test("hold folders and files, in either order and in pages", async () => {
    const { emulator, upload, send, root, tick } = await world();
    const make = async (name: string, folder_token: string) => {
      tick(1000);
      return (await send("POST", "v1/files/create_folder", { name, folder_token })).data.token as string;
    };
    const a = await make("A", "");
    const inner = await make("Inner", a);
    await make("B", root);
    tick(1000);
    await upload("v1/files/upload_all", whole(root, bytesOf(1), { file_name: "c.txt" }));
    const list = async (query: string) => (await send("GET", `v1/files?${query}`)).data;
    const names = ({ files }: Parsed) => files.map(({ name }: { name: string }) => name);
    expect(names(await list(""))).toEqual(["c.txt", "B", "A"]);
    expect(names(await list("direction=ASC&order_by=CreatedTime"))).toEqual(["A", "B", "c.txt"]);
    expect((await list(`folder_token=${a}`)).files).toEqual([
      {
        token: inner,
        name: "Inner",
        type: "folder",
        parent_token: a,
        url: expect.stringContaining(inner),
        created_time: "1700000002",
        modified_time: "1700000002",
        owner_id: emulator.app.botOpenId,
      },
    ]);
    const first = await list("page_size=2");
    expect([names(first), first.has_more]).toEqual([["c.txt", "B"], true]);
    const rest = await list(`page_size=2&page_token=${encodeURIComponent(first.next_page_token)}`);
    expect([names(rest), rest.has_more]).toEqual([["A"], false]);
  });

  test("of a person are not those of the app; what is deleted is gone, with all in it", async () => {
    const { emulator, upload, send, fetch, root } = await world();
    const person = emulator.addUser();
    const own = emulator.userAccessToken(person);
    const folder = (await send("POST", "v1/files/create_folder", { name: "Mine", folder_token: "" }, own)).data.token;
    expect((await send("GET", "v1/files")).data.files).toEqual([]);
    const [shown] = (await send("GET", "v1/files?user_id_type=user_id", undefined, own)).data.files;
    expect(shown).toMatchObject({ name: "Mine", owner_id: person.userId });
    const { file_token } = (await upload("v1/files/upload_all", whole(folder, bytesOf(1)), own)).data;
    expect((await send("DELETE", `v1/files/${folder}?type=file`)).code).toBe(1061003);
    expect((await send("DELETE", `v1/files/${root}?type=folder`)).code).toBe(1061004);
    expect((await send("DELETE", `v1/files/${folder}?type=folder`)).data.task_id).toMatch(/^\d{19}$/);
    const gone = await fetch("GET", `v1/files/${file_token}/download`);
    expect([gone.status, (await gone.json()).code]).toEqual([404, 1061007]);
    expect((await send("POST", "v1/files/create_folder", { name: "x", folder_token: folder })).code).toBe(1061007);
  });

  test.each([
    ["POST", "v1/files/create_folder", { name: "", folder_token: "" }, 1061002],
    ["POST", "v1/files/create_folder", { name: "A", folder_token: "fldcnNobody" }, 1061003],
    ["POST", "v1/files/create_folder", { name: "A" }, 99992402],
    ["GET", "v1/files?folder_token=fldcnNobody", undefined, 1061003],
    ["GET", "v1/files?page_token=x", undefined, 1061002],
    ["GET", "v1/files?page_size=0", undefined, 1061002],
    ["GET", "v1/files?page_size=201", undefined, 99992402],
    ["GET", "v1/files/boxcnNobody/download", undefined, 1061003],
  ])("%s %s %j is %i", async (method, path, body, code) => {
    const { send } = await world();
    expect((await send(method, path, body)).code).toBe(code);
  });
});
