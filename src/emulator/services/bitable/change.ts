import type { Answer, Call } from "../../gateway/route.ts";
import { asText } from "../../platform/json.ts";
import { driveOf } from "../drive/state.ts";
import { answerOnce } from "../once.ts";
import { bitableError } from "./errors.ts";
import type { Base, Table } from "./state.ts";

/** Counts a change, and remembers when it was. */
export function touch(call: Call, base: Base, table?: Table): void {
  base.revision += 1;
  if (table !== undefined) {
    table.revision += 1;
  }
  const node = driveOf(call.state).nodes.get(base.token);
  if (node !== undefined) {
    node.changedAt = call.state.now();
  }
}

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i;

/** Runs a change once for each `client_token`, which is a UUID of version 4. */
export function idempotent(run: (call: Call) => Answer): (call: Call) => Answer {
  return (call) => {
    const { client_token } = call.input.query;
    if (client_token !== undefined && !UUID_V4.test(asText(client_token))) {
      throw bitableError(1254037);
    }
    return answerOnce(
      call,
      () => run(call),
      () => bitableError(1255006),
    );
  };
}
