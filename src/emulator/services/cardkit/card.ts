import { imParameterError } from "../../gateway/errors.ts";
import type { Answer, Call, Handle, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { asText, isObject, type Json } from "../../platform/json.ts";
import { trim } from "../../platform/state.ts";
import { findMessage } from "../im/find.ts";
import { success } from "../success.ts";
import { ACTIONS, addElements, deleteElement, editSettings, patchElement, streamText, updateElement } from "./edit.ts";
import { cardError, changeCard, checkCard, findCard, parseText, putCard, streamingOf } from "./entity.ts";
import { cardkitOf } from "./state.ts";
import { expandTemplate } from "./template.ts";

/** 19 digits, as the platform's ids. */
const newCardId = ({ state }: Call): string =>
  `7${[...state.ids.bytes("card", 18)].map((byte) => String(byte % 10)).join("")}`;

function cardOf({ state }: Call, type: unknown, data: unknown): Json {
  if (type !== "card_json" && type !== "template") {
    throw cardError(10002, "type is card_json or template");
  }
  const given = parseText(data, "object");
  return type === "template" ? { schema: "2.0", ...expandTemplate(state, given) } : given;
}

function create(call: Call): Answer {
  const { state, input, caller } = call;
  const card = cardOf(call, input.body.type, input.body.data);
  checkCard(state, card);
  const id = newCardId(call);
  const { appId } = caller.app.app;
  const entity = { id, appId, card, createdAt: state.now(), sequence: 0 };
  cardkitOf(state).cards.set(id, entity);
  trim(cardkitOf(state).cards);
  putCard(state, entity, card);
  return success({ card_id: id });
}

function update(call: Call): Answer {
  const given = call.input.body.card as { type: string; data: string };
  changeCard(call, () => cardOf(call, given.type, given.data));
  return success();
}

function settings(call: Call): Answer {
  const given = parseText(call.input.body.settings, "object");
  changeCard(call, (card) => editSettings(card, given) as undefined);
  // Switched on again, it has ten minutes from now.
  const { config } = given;
  if (isObject(config) && config.streaming_mode === true) {
    findCard(call).streamingSince = call.state.now();
  }
  return success();
}

function batchUpdate(call: Call): Answer {
  const actions = parseText(call.input.body.actions, "list");
  changeCard(call, (card) => {
    for (const { action, params } of actions) {
      const run = Object.hasOwn(ACTIONS, asText(action)) ? ACTIONS[asText(action)] : undefined;
      if (run === undefined) {
        throw cardError(10002, `unknown action ${asText(action)}`);
      }
      run(card, isObject(params) ? params : {});
    }
    return undefined;
  });
  return success();
}

function createElements(call: Call): Answer {
  const { type, target_element_id, elements } = call.input.body;
  const given = parseText(elements, "list");
  changeCard(call, (card, entity) => {
    if (streamingOf(call.state, entity) === "timed out") {
      throw cardError(200510, "streaming mode has timed out");
    }
    addElements(card, type, target_element_id, given);
    return undefined;
  });
  return success();
}

const elementId = ({ input }: Call): unknown => input.path.element_id;

/** A change of one component. */
function onElement(edit: (card: Json, id: unknown, body: Json) => void): Handle<Call> {
  return (call) => {
    changeCard(call, (card) => edit(card, elementId(call), call.input.body as Json) as undefined);
    return success();
  };
}

function streamContent(call: Call): Answer {
  changeCard(call, (card, entity) => {
    const streaming = streamingOf(call.state, entity);
    if (streaming === "timed out") {
      throw cardError(200850, "streaming mode has timed out");
    }
    if (streaming === "off") {
      throw cardError(300309, "streaming mode is closed");
    }
    return streamText(card, elementId(call), call.input.body.content) as undefined;
  });
  return success();
}

function idConvert(call: Call): Answer {
  const message = findMessage(call, asText(call.input.body.message_id));
  if (message.card_id === undefined) {
    throw imParameterError("the message shows no card entity");
  }
  return success({ card_id: message.card_id });
}

const COMMON = [
  ["300317 unless `sequence` is higher than before, over all operations of the card; 0 is too low", "observed"],
  ["A request that is refused uses up neither its `sequence` nor its `uuid`", "assumption"],
  ["200810 while a callback of the card has no answer", "documentation"],
  ['A repeated call succeeds by its `uuid`, or is 300317 with `cardkitCheck: "sequence"`', "assumption"],
  ["A recalled message does not change, and the calls for its entity succeed", "assumption"],
  ["The same `uuid` with the same body changes nothing and succeeds; with another body it is 200770", "documentation"],
  ["The words after `ErrMsg`, where no report has them", "assumption"],
  ["The limit of ten changes a second per card is not kept: a fault can stand for it", "assumption"],
] as const;

/** Cards that live apart from their messages. Every message that shows one changes with it. */
export const cardkitCard: readonly Route[] = service(
  "cardkit/v1/cards",
  [
    route("POST ", create, [
      ["A template that was not added by `addCardTemplate` shows its name and variables", "assumption"],
      ["More than five tables are 300305", "assumption"],
    ]),
    route("POST /id_convert", idConvert, [["230001 for a message that shows no entity", "assumption"]]),
    route("PUT /:card_id", update),
    route("PATCH /:card_id/settings", settings),
    route("POST /:card_id/batch_update", batchUpdate, [["All of the actions or none", "assumption"]]),
    route("POST /:card_id/elements", createElements),
    route(
      "PUT /:card_id/elements/:element_id",
      onElement((card, id, { element }) => updateElement(card, id, parseText(element, "object"))),
      [["300121 for an unknown component", "assumption"]],
    ),
    route(
      "PATCH /:card_id/elements/:element_id",
      onElement((card, id, { partial_element }) => patchElement(card, id, parseText(partial_element, "object"))),
    ),
    route(
      "DELETE /:card_id/elements/:element_id",
      onElement((card, id) => deleteElement(card, id)),
    ),
    route("PUT /:card_id/elements/:element_id/content", streamContent, [
      ["300309 outside streaming mode; 200850 once when ten minutes have closed it", "observed"],
      ["300313 `not find elementID` for an unknown component", "observed"],
    ]),
  ],
  COMMON,
);
