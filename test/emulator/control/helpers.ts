import { onTestFinished } from "vitest";
import { type Control, type ControlOptions, createControl } from "../../../src/emulator/control/index.ts";
import { createEmulator, type EmulatorOptions } from "../../../src/emulator/index.ts";
import type { Parsed } from "../../support/emulator-api.ts";

export const BASE = "http://127.0.0.1:5275";

export interface Asked {
  status: number;
  headers: Headers;
  body: Parsed;
}

/** A control API with a person in a chat with the bot, and a way to ask it. */
export function makeControl(options: EmulatorOptions = {}, more: Partial<ControlOptions> = {}) {
  const emulator = createEmulator({ now: () => 1_700_000_000_000, ...options });
  const control: Control = createControl({ emulator, ...more });
  onTestFinished(() => control.close());
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Asked> {
    const response = await control(
      new Request(`${BASE}/_emulator/${path}`, {
        method,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
      }),
    );
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }
  return { emulator, control, user, chat, ask };
}
