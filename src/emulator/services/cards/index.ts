import type { Service } from "../service.ts";
import { cardsOf } from "./tokens.ts";
import { cardUpdate } from "./update.ts";

/** `interactive/v1`: the cards of messages. */
export const cards: Service = { routes: cardUpdate, slice: cardsOf };
