import { createIds } from "../../platform/ids.ts";
import type { PushedEvent } from "../../platform/types.ts";
import { createMaker } from "./make-up.ts";
import { type Shape, toSchema } from "./shape.ts";

/** An event or a callback of the platform, as its document describes it. */
export interface DescribedEvent {
  readonly type: string;
  /** Version of the envelope. */
  readonly schema: "1.0" | "2.0";
  readonly isCallback: boolean;
  readonly shape: Shape;
}

interface Described {
  readonly events: readonly DescribedEvent[];
  readonly shapes: readonly Shape[];
}

/** The envelope of schema 1.0 says these itself. */
const OF_ENVELOPE = ["type", "app_id", "tenant_key"];

/** Values that suit better than what their names suggest. */
const BETTER: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "im.message.receive_v1": {
    sender_type: "user",
    chat_type: "p2p",
    message_type: "text",
    content: JSON.stringify({ text: "hello" }),
    create_time: "1767225600000",
    update_time: "1767225600000",
  },
  "im.message.reaction.created_v1": { emoji_type: "THUMBSUP", operator_type: "user", action_time: "1767225600000" },
  "im.message.reaction.deleted_v1": { emoji_type: "THUMBSUP", operator_type: "user", action_time: "1767225600000" },
};

/** Reads the described events; loaded when they are needed. */
async function describedEvents(): Promise<Described> {
  const { events: text } = await import("../described/events.ts");
  const { events, shapes } = JSON.parse(text) as { events: [string, string, Shape][]; shapes: Shape[] };
  return {
    events: events.map(([type, flags, shape]) => ({
      type,
      schema: flags.includes("1") ? "1.0" : "2.0",
      isCallback: flags.includes("c"),
      shape,
    })),
    shapes,
  };
}

/** The types of all events and callbacks, sorted. */
export const eventTypes = async (): Promise<string[]> => (await describedEvents()).events.map(({ type }) => type);

/**
 * Makes an event of a type as its document describes it, the same one for the same seed.
 *
 * @param known - Values by the names of fields, for example of the person and the chat that shall be in it.
 * @returns `undefined` if there is no such type.
 */
export async function eventTemplate(
  type: string,
  seed: string | number,
  known: Readonly<Record<string, unknown>> = {},
): Promise<PushedEvent | undefined> {
  const { events, shapes } = await describedEvents();
  const described = events.find((event) => event.type === type);
  if (described === undefined) {
    return undefined;
  }
  const root = toSchema(described.shape, shapes);
  const make = createMaker(root, createIds(JSON.stringify([seed, type])));
  const made = make(root, {
    name: "data",
    owner: type.split(".")[1] ?? type,
    siblings: [],
    userIdType: "open_id",
    departmentIdType: "open_department_id",
    scope: [{ ...BETTER[type], ...known }],
    depth: 0,
  });
  const event = { ...(Object(made) as Record<string, unknown>) };
  if (described.schema === "1.0") {
    for (const name of OF_ENVELOPE) {
      delete event[name];
    }
  }
  return { type, event, schema: described.schema };
}
