import { readdirSync, readFileSync } from "node:fs";
import { CARD_RULES } from "../../src/card/index.ts";
import type { OpenPage } from "./open-page.ts";
import { makePng } from "./png.ts";

const FOLDER = new URL("cards/", import.meta.url);

/** Takes every card: the page draws also what the platform refuses, and what a later platform sends. */
export const ANY_CARD = Object.fromEntries(CARD_RULES.map((rule) => [rule, "accept" as const]));

/** The cards of the gallery by their names. */
export const GALLERY: readonly string[] = readdirSync(FOLDER).map((file) => file.replace(".json", ""));

async function call(
  open: OpenPage,
  path: string,
  body: BodyInit,
  headers: Record<string, string> = {},
  method = "POST",
) {
  const response = await open.emulator.fetch(`https://open.feishu.cn/open-apis/${path}`, { method, headers, body });
  const { code, msg, data, tenant_access_token } = (await response.json()) as {
    code: number;
    msg: string;
    data: Record<string, string>;
    tenant_access_token: string;
  };
  if (code !== 0) {
    throw new Error(`${path}: ${code} ${msg}`);
  }
  return { ...data, tenant_access_token };
}

/** A bot at the other end of the wire, as little of one as can be. */
export async function botOf(open: OpenPage) {
  const { appId, appSecret } = open.emulator.app;
  const credentials = JSON.stringify({ app_id: appId, app_secret: appSecret });
  const json = { "content-type": "application/json" };
  const { tenant_access_token } = await call(open, "auth/v3/tenant_access_token/internal", credentials, json);
  const authorization = `Bearer ${tenant_access_token}`;
  return {
    async upload(): Promise<string> {
      const form = new FormData();
      form.set("image_type", "message");
      form.set("image", new Blob([makePng(480, 200)], { type: "image/png" }), "waves.png");
      const { image_key } = (await call(open, "im/v1/images", form, { authorization })) as { image_key?: string };
      return image_key ?? "";
    },
    api: (method: string, path: string, body: object) =>
      call(open, path, JSON.stringify(body), { ...json, authorization }, method),
    async uploadFile(name: string): Promise<string> {
      const form = new FormData();
      form.set("file_type", "pdf");
      form.set("file_name", name);
      form.set("file", new Blob(["%PDF-"], { type: "application/pdf" }), name);
      const { file_key } = (await call(open, "im/v1/files", form, { authorization })) as { file_key?: string };
      return file_key ?? "";
    },
    send: (msg_type: string, content: string, chat = open.chat) =>
      call(
        open,
        "im/v1/messages?receive_id_type=chat_id",
        JSON.stringify({ receive_id: chat.chatId, msg_type, content }),
        { ...json, authorization },
      ),
  };
}

/** Sends cards of the gallery as the bot. */
export async function sendCards(open: OpenPage, names: readonly string[] = GALLERY): Promise<void> {
  const bot = await botOf(open);
  const image = await bot.upload();
  for (const name of names) {
    const text = readFileSync(new URL(`${name}.json`, FOLDER), "utf8");
    await bot.send("interactive", text.replaceAll("IMAGE_KEY", image).replaceAll("USER_ID", open.ada.openId));
  }
}
