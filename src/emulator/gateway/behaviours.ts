import { DESCRIBED_NOTES } from "./operations/notes.ts";
import type { Route, Source } from "./route.ts";

/** What is known of one part of the emulator, and from where. */
export interface Behaviour {
  /** `METHOD /path/:param`, or the name of what is no operation. */
  readonly operation: string;
  readonly source: Source;
  /** Behaviours whose source may be another. */
  readonly notes: readonly (readonly [behaviour: string, source: Source])[];
}

const EVENTS: Behaviour = {
  operation: "Events and callbacks",
  source: "documentation",
  notes: [
    ["A URL is checked by `url_verification`, sealed like events, to be answered within one second", "documentation"],
    ["That check is not signed", "observed"],
    ["Sealed by AES-256-CBC and signed by SHA-256 over the raw body, when the app has an encrypt key", "documentation"],
    ["An app without an encrypt key gets plain, unsigned events", "documentation"],
    ["Three seconds for the whole answer; HTTP 200 is the acknowledgement", "documentation"],
    ["Again after 15 s, 5 min, 1 h and 6 h, with the same event id; callbacks are sent once", "documentation"],
    ["The same bytes each time, signed anew or as at first (`redeliverySignature`)", "assumption"],
    ["A delay counts from the end of the attempt before", "assumption"],
    ["`create_time` counts milliseconds in events and microseconds in callbacks", "documentation"],
    ["A redirect is not followed, and no acknowledgement", "assumption"],
    ["No event is held back behind another of its kind; kinds that the platform keeps in order are not", "assumption"],
    [
      "In a group a bot receives only messages that mention it, unless its app has the scope `im:message.group_msg`",
      "documentation",
    ],
    ["An app without a list of scopes has them all", "assumption"],
    ["A message that mentions everyone mentions no bot", "assumption"],
    ["Events that requests cause go out after the answer; bots get no messages of bots", "documentation"],
    ["A person has one open id for all apps; on the platform each app has another", "assumption"],
  ],
};

const CARD_CALLBACKS: Behaviour = {
  operation: "Answers of card callbacks",
  source: "documentation",
  notes: [
    ["A toast, and a card as `raw` or `template`; an empty body or `{}` changes nothing", "documentation"],
    ["A toast without a type is an `info`", "assumption"],
    ["The old callback takes a whole card, a template or a toast at the top", "documentation"],
    ["The answer changes no card in streaming mode", "documentation"],
    ["A whole card at the top of the answer to the new callback is of the wrong shape", "assumption"],
    ["200080, 200341 to 200343, 200671 to 200673 and 200830 are what the person sees", "documentation"],
    ["200672 for a toast or a card of the wrong shape, 200673 for a card that could not be sent", "assumption"],
    ["200080 when the bot's handler throws in this process", "assumption"],
    ["Everybody in the chat sees the new card, also one of 1.0 that is not shared", "assumption"],
  ],
};

const CARDS: Behaviour = {
  operation: "Cards",
  source: "documentation",
  notes: [
    [
      "Every card is checked by the rules of `checkCard`: in messages, CardKit, answers to clicks and later updates",
      "documentation",
    ],
    [
      "230099 with the rule's code after `ErrCode`, and `ErrPath: ROOT -> body -> elements -> [1](tag: action)`",
      "observed",
    ],
    ["`ErrPath` goes on through containers, and ends at a component", "assumption"],
    ["The words of `ErrMsg` for 200621, 200861, 200550, too many components and too many tables", "observed"],
    ["The other words of `ErrMsg`, and those of `ErrorValue`", "assumption"],
    ["An object without elements, header or config is no card (200621)", "observed"],
    ["200570 for a picture by its address in Markdown", "observed"],
    ["A value that the pages of the documentation dispute is accepted; `cardRules` refuses it", "assumption"],
  ],
};

const FAULTS: Behaviour = {
  operation: "Faults",
  source: "assumption",
  notes: [
    ["429 with 99991400, `x-ogw-ratelimit-limit` and `x-ogw-ratelimit-reset`", "documentation"],
    ["99991663, 99991664 and 99991668 for invalid tokens, 99991677 for a user's that has expired", "documentation"],
    ["429 with 99991403 for the monthly quota", "documentation"],
    ["`refusal` answers any code, as HTTP 400", "assumption"],
    ["230099 with code 11310, or 300305 in CardKit, for a card that is too large", "documentation"],
    ["The HTTP statuses of these, but for 429", "assumption"],
    ["What a failing gateway answers: a text with 5xx, a web page, half an answer", "assumption"],
  ],
};

/** Everything that the emulator knows of itself, the operations in the order of their paths. */
export function behavioursOf(routes: readonly Route[]): Behaviour[] {
  const pathOf = ({ operation }: Route): string => operation.split(" ").reverse().join(" ");
  const operations = routes
    .map((route) => ({ route, path: pathOf(route) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ route: { operation, source, notes = [] } }) => ({ operation, source, notes }));
  const described: Behaviour = { operation: "Every operation", source: "documentation", notes: DESCRIBED_NOTES };
  return [described, EVENTS, CARDS, CARD_CALLBACKS, FAULTS, ...operations];
}
