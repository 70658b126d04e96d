import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import type { Emulator } from "../../../src/emulator/index.ts";
import type { Parsed } from "../../support/emulator-api.ts";
import { startPlatform, startProgram } from "../world.ts";
import { expectHonest, peopleOf } from "./chat.ts";

const CLI = "node_modules/@larksuiteoapi/lark-mcp/dist/cli.js";
const TOOLS = "preset.default,docx.builtin.import";

/** Starts the server of the protocol, and gives what calls its tools. */
async function start(emulator: Emulator, env: Record<string, string>) {
  const { APP_ID = "", APP_SECRET = "", LARK_DOMAIN = "" } = env;
  const credentials = ["-a", APP_ID, "-s", APP_SECRET, "-d", LARK_DOMAIN];
  const child = startProgram(CLI, ["mcp", ...credentials, "-t", TOOLS, "--token-mode", "tenant_access_token"], env);
  const waiting = new Map<number, (answer: Parsed) => void>();
  createInterface({ input: child.stdout ?? process.stdin }).on("line", (line) => {
    const answer = JSON.parse(line);
    waiting.get(answer.id)?.(answer);
  });
  const send = (message: object) => child.stdin?.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const request = (method: string, params: object): Promise<Parsed> =>
    new Promise((resolve) => {
      const id = waiting.size + 1;
      waiting.set(id, resolve);
      send({ id, method, params });
    });
  const clientInfo = { name: "test", version: "1" };
  await request("initialize", { protocolVersion: "2024-11-05", capabilities: {}, clientInfo });
  send({ method: "notifications/initialized" });
  const call = async (name: string, given: object): Promise<Parsed> => {
    const { result } = await request("tools/call", { name, arguments: { ...given, useUAT: false } });
    const [{ text }] = result.content;
    // The text of a failure is the client's whole error, of many kilobytes.
    expect(result.isError === true && [name, emulator.requests.at(-1)]).toBe(false);
    return JSON.parse(text);
  };
  return { call, list: async (): Promise<Parsed> => (await request("tools/list", {})).result.tools };
}

export function larkMcp(): void {
  test("sends messages, fills a Bitable app and imports a document", async () => {
    const { emulator, env } = await startPlatform();
    const { team } = peopleOf(emulator);
    const { call, list } = await start(emulator, env);
    const tools = (await list()).map(({ name }: Parsed) => name);
    expect(tools).toContain("im_v1_message_create");
    const { items: chats } = await call("im_v1_chat_list", { params: { page_size: 20 } });
    expect(chats).toMatchObject([{ name: "Team" }]);
    const members = await call("im_v1_chatMembers_get", { path: { chat_id: team.chatId } });
    expect(members.items.map(({ name }: Parsed) => name)).toEqual(["Ada", "Bob"]);
    await call("im_v1_message_create", {
      params: { receive_id_type: "chat_id" },
      data: { receive_id: team.chatId, msg_type: "text", content: JSON.stringify({ text: "Report" }) },
    });
    expect(emulator.messages(team).map(({ text }) => text)).toEqual(["Report"]);
    const params = { container_id_type: "chat", container_id: team.chatId };
    expect((await call("im_v1_message_list", { params })).items).toHaveLength(1);
    const { app } = await call("bitable_v1_app_create", { data: { name: "Orders" } });
    const table = { name: "Open", fields: [{ field_name: "Name", type: 1 }] };
    const at = { app_token: app.app_token };
    const { table_id } = await call("bitable_v1_appTable_create", { path: at, data: { table } });
    const path = { ...at, table_id };
    await call("bitable_v1_appTableRecord_create", { path, data: { fields: { Name: "Ada" } } });
    expect((await call("bitable_v1_appTableRecord_search", { path, data: {} })).items).toMatchObject([
      { fields: { Name: [{ text: "Ada" }] } },
    ]);
    const imported = await call("docx_builtin_import", { data: { markdown: "# Plan\n\n- one", file_name: "Plan" } });
    const document_id = imported.result.token;
    const { content } = await call("docx_v1_document_rawContent", { path: { document_id } });
    expect(content).toContain("one");
    expectHonest(emulator);
  }, 60_000);
}
