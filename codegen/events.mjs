// Writes the payload map: the bodies of all events and callbacks, and what callbacks answer, by type.
import { resolve } from "./documents.mjs";
import { toPascal } from "./names.mjs";
import { createTypes } from "./types.mjs";

/** Written by hand in src/card/types.ts, where more is known about it than a schema says. */
const BY_HAND = ["card.action.trigger"];

const indent = (text) => text.replaceAll("\n", "\n  ");

function hoverOf({ isOld, isCallback, isDeprecated, scopes, url }) {
  const kind = isCallback ? "Callback" : "Event";
  const name = isOld ? `${kind} of schema 1.0` : kind;
  return [
    "/**",
    ` * ${url ? `[${name}](${url})` : name}`,
    scopes.length && ` *\n * Scopes: ${scopes.join(", ")}`,
    isDeprecated && " * @deprecated",
    " */",
  ]
    .filter(Boolean)
    .join("\n");
}

const toMap = (name, about, entries) =>
  `/** ${about} */\nexport interface ${name} {\n  ${entries.map((entry) => indent(entry)).join("\n  ")}\n}`;

/** The text of `src/event/payloads.ts`. */
export function toPayloads(events, headerOf) {
  const list = events.filter(({ type }) => !BY_HAND.includes(type)).sort((a, b) => (a.type < b.type ? -1 : 1));
  const nameOf = ({ type }) => toPascal(type);
  const types = createTypes([
    "EventPayloads",
    "CallbackResults",
    ...list.flatMap((event) => [nameOf(event), `${nameOf(event)}Answer`]),
  ]);
  for (const { document, schema, answer } of list) {
    for (const one of [schema, answer].filter(Boolean)) {
      types.count(document, one);
    }
  }
  const toBody = (name, document, schema, mode) => {
    const target = resolve(document, schema ?? {});
    const text = types.write(document, target, mode, { wish: name, place: name, isNamed: true });
    return text.startsWith("{") ? `export interface ${name} ${text}` : `export type ${name} = ${text};`;
  };
  const bodies = list.map((event) => toBody(nameOf(event), event.document, event.schema, "answer"));
  const answers = list
    .filter(({ answer }) => answer)
    .map((event) => toBody(`${nameOf(event)}Answer`, event.document, event.answer, "request"));
  const answering = list.filter(({ answer }) => answer);
  return `${[
    headerOf(list.map(({ document }) => document)),
    ...types.declarations(),
    ...bodies,
    ...answers,
    toMap(
      "EventPayloads",
      "The bodies of the platform's events and callbacks, by type.",
      list.map((event) => `${hoverOf(event)}\n${JSON.stringify(event.type)}: ${nameOf(event)};`),
    ),
    toMap(
      "CallbackResults",
      "What may be answered to callbacks, by type.",
      answering.map((event) => `${JSON.stringify(event.type)}: ${nameOf(event)}Answer;`),
    ),
  ].join("\n\n")}\n`;
}
