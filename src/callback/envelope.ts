import { type JsonObject, LarkCallbackError } from "../base/index.ts";

/** The header of an event. Schema 1.0 has fewer fields, so the others are absent there. */
export interface EventHeader {
  event_type: string;
  /** Unique per event, the same in every redelivery; `uuid` in schema 1.0. Callbacks may lack it. */
  event_id?: string;
  /** As the platform sends it: milliseconds for events, microseconds for callbacks, seconds in schema 1.0. */
  create_time?: string;
  app_id?: string;
  tenant_key?: string;
}

/** A verified body, taken apart. */
export interface Envelope {
  /**
   * - `event`: the platform wants an acknowledgement, and delivers again without one.
   * - `card-action`: a click on a card, which waits for an answer. Both card callbacks.
   * - `callback`: anything else that waits for an answer.
   */
  readonly kind: "event" | "card-action" | "callback";
  readonly type: string;
  readonly schema: "2.0" | "1.0";
  readonly header: EventHeader;
  readonly event: unknown;
  readonly raw: JsonObject;
}

/** The name under which the old card callback is dispatched: its body has none. */
export const OLD_CARD_TYPE = "card.action.trigger_v1";

/** Whether a plain body has the shape of the old card callback, which carries no event type and is never encrypted. */
export const isOldCard = ({ action, header, open_message_id, type }: JsonObject): boolean =>
  Object(action) === action && !Array.isArray(action) && !!open_message_id && !header && !type;

/** A copy, unless there is no token: a rest pattern copies slowly. */
function withoutToken<Fields extends object>(fields: Fields & { token?: unknown }): Fields {
  if (!("token" in fields)) {
    return fields;
  }
  const { token: _, ...rest } = fields;
  return rest as Fields;
}

/**
 * Takes a plain body apart: schema 2.0, schema 1.0 or the old card callback.
 *
 * The verification token stays behind: it has done its work, and handlers log what they get.
 *
 * @throws {LarkCallbackError} It names no event type.
 */
export function readEnvelope(body: JsonObject): Envelope {
  // The token of the old card is another one, which updates the card.
  const old = isOldCard(body);
  const is2 = body.schema;
  const rest = withoutToken(body);
  // `Object` makes an empty one of what is missing.
  const header = withoutToken<EventHeader>(Object(body.header));
  const event = Object(body.event);
  const type = old ? OLD_CARD_TYPE : is2 ? header.event_type : event.type;
  if (!type || typeof type !== "string") {
    throw new LarkCallbackError("invalid_body");
  }
  return {
    // The type of an event ends in a version, or has no dot (`app_ticket`). All others are callbacks.
    kind: /^card\.action\.trigger(_v1)?$/.test(type)
      ? "card-action"
      : /(_v\d+|^[^.]*)$/.test(type)
        ? "event"
        : "callback",
    type,
    schema: is2 ? "2.0" : "1.0",
    header: is2
      ? header
      : ({
          event_type: type,
          event_id: body.uuid,
          create_time: body.ts,
          app_id: event.app_id,
          tenant_key: event.tenant_key ?? body.tenant_key,
        } as EventHeader),
    event: old ? body : body.event,
    raw: old ? body : is2 ? { ...rest, header } : rest,
  };
}
