// Writes the payload map: the bodies of all events and callbacks, and what callbacks answer, by type.
import { resolve } from "./documents.mjs";
import { toPascal } from "./names.mjs";
import { block, comment, declaration, scopeLines } from "./text.mjs";
import { createTypes } from "./types.mjs";

/** Written by hand in src/card/types.ts, where more is known about it than a schema says. */
const BY_HAND = ["card.action.trigger"];

function hoverOf({ isOld, isCallback, isDeprecated, scopes, url }) {
  const kind = isCallback ? "Callback" : "Event";
  const name = isOld ? `${kind} of schema 1.0` : kind;
  return comment([url ? `[${name}](${url})` : name, ...scopeLines(scopes), isDeprecated && "@deprecated"]);
}

const toMap = (name, about, entries) => `/** ${about} */\nexport interface ${name} ${block(entries)}`;

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
    return declaration(name, types.write(document, target, mode, { wish: name, place: name, isNamed: true }));
  };
  const bodies = list.map((event) => toBody(nameOf(event), event.document, event.schema, "answer"));
  const answering = list.filter(({ answer }) => answer);
  const answers = answering.map((event) => toBody(`${nameOf(event)}Answer`, event.document, event.answer, "request"));
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
