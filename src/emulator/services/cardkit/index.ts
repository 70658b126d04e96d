import type { Service } from "../service.ts";
import { cardkitCard } from "./card.ts";
import { cardkitOf } from "./state.ts";

/** `cardkit/v1`. */
export const cardkit: Service = { routes: cardkitCard, slice: cardkitOf };
