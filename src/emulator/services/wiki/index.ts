import type { Service } from "../service.ts";
import { wikiNode } from "./node.ts";
import { wikiSpace } from "./space.ts";
import { wikiOf } from "./state.ts";

/** `wiki/v2`: spaces and their nodes. */
export const wiki: Service = { routes: [...wikiSpace, ...wikiNode], slice: wikiOf };
