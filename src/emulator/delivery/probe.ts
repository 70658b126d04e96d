import type { State } from "../platform/state.ts";
import type { EmulatedApp } from "../platform/types.ts";
import { deliver } from "./deliver.ts";
import { buildEvent } from "./events.ts";

/**
 * Which key of a bot is likely wrong. `none`: it accepts sealed and signed requests. `unchecked`: it accepts requests with
 * any key, so its keys are unknown. `signature`: it wants the URL check signed, which the platform does not do.
 */
export type WrongKey = "encrypt_key" | "verification_token" | "either" | "none" | "unchecked" | "signature";

const TIMEOUT_MS = 1000;

async function answersSignedCheck(state: State, app: EmulatedApp, url: string): Promise<boolean> {
  const challenge = state.ids.hex("challenge", 32);
  const check = { type: "url_verification", event: { challenge } };
  const { request } = await buildEvent(state, { app, target: url }, check, { signed: true });
  const { status, answer } = await deliver(url, request, TIMEOUT_MS);
  return status === 200 && Reflect.get(Object(answer), "challenge") === challenge;
}

/**
 * Finds out why a bot refuses the URL check. A bot that answers a plain check knows the verification token; one that takes
 * a sealed and signed event of no meaning that carries no token knows the encrypt key.
 */
export async function probeKeys(state: State, app: EmulatedApp, url: string): Promise<WrongKey> {
  const challenge = state.ids.hex("challenge", 32);
  const check = { type: "url_verification", event: { challenge } };
  const plain = await buildEvent(state, { app, target: url }, check, { encrypted: false });
  const { status, answer } = await deliver(url, plain.request, TIMEOUT_MS);
  const knowsToken = status === 200 && Reflect.get(Object(answer), "challenge") === challenge;
  if (app.encryptKey === "" && knowsToken) {
    return "none";
  }
  if (knowsToken) {
    return "encrypt_key";
  }
  if (app.encryptKey !== "" && (await answersSignedCheck(state, app, url))) {
    return "signature";
  }
  const strange = { ...app, encryptKey: state.ids.hex("challenge", 32), verificationToken: challenge };
  const forged = await buildEvent(state, { app: strange, target: url }, { type: "lark_edge.probe", event: {} });
  if ((await deliver(url, forged.request, TIMEOUT_MS)).status === 200) {
    return "unchecked";
  }
  if (app.encryptKey === "") {
    return "verification_token";
  }
  // Without the token: what JSON leaves out.
  const untold = { ...app, verificationToken: undefined as unknown as string };
  const sealed = await buildEvent(state, { app: untold, target: url }, { type: "lark_edge.probe", event: {} });
  const taken = await deliver(url, sealed.request, TIMEOUT_MS);
  return taken.status === 200 ? "verification_token" : "either";
}
