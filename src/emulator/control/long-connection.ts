import { gatewayOf } from "../long-connection/gateway.ts";
import { ControlError } from "./answers.ts";
import type { LongConnectionView } from "./protocol.ts";
import { appOf, type Body, type Context, demandText, textOf } from "./read.ts";

/** The connections and the last frames of the gateway. */
export function viewConnections({ inside }: Context): LongConnectionView {
  const { controls, frames, partBytes } = gatewayOf(inside.state);
  const connections = controls.list().map(({ id, appId, openedAt, isFrozen }) => ({ id, appId, openedAt, isFrozen }));
  return { connections, frames: frames.list(), partBytes };
}

/**
 * Cuts or freezes connections, or changes the size of parts.
 *
 * @throws {ControlError} The action or its number is wrong.
 */
export function actOnConnections(context: Context, body: Body): LongConnectionView {
  const { controls } = gatewayOf(context.inside.state);
  const action = demandText(body, "action");
  const appId = textOf(body, "app");
  const app = appId === undefined ? undefined : appOf(context, appId).app;
  if (action === "cut") {
    controls.cut(app);
  } else if (action === "freeze") {
    controls.freeze(app);
  } else if (action === "fragment") {
    const { bytes } = body;
    if (typeof bytes !== "number" || !(bytes >= 1)) {
      throw new ControlError(400, "bytes must be a number of bytes, 1 or more");
    }
    controls.fragment(bytes);
  } else {
    throw new ControlError(400, "action must be cut, freeze or fragment");
  }
  return viewConnections(context);
}
