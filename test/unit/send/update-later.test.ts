import { describe, expect, test } from "vitest";
import { LarkApiError } from "../../../src/base/index.ts";
import type { ClientBase } from "../../../src/client/index.ts";
import { createUpdate, type LaterEntity } from "../../../src/send/update-later.ts";

const CARD = { schema: "2.0", body: { elements: [] } };
const ACTION = {
  operator: { open_id: "ou_1" },
  token: "c-1",
  action: { tag: "button" },
  context: { open_message_id: "om_1" },
};
const MINUTE = 60_000;

const refusal = (platformCode: number) =>
  new LarkApiError(`${platformCode}`, {
    code: "LARK_API",
    operation: "",
    status: 400,
    platformCode,
    category: "refused",
  });

/** A platform that answers requests with these codes, and a clock that only waiting moves. */
function later(
  codes: number[] = [],
  action: Partial<typeof ACTION> = {},
  entity?: LaterEntity,
  answered?: Promise<unknown>,
) {
  const log: string[] = [];
  const bodies: unknown[] = [];
  const clock = { now: 0 };
  const request = (async ({ method, url, path, data }: Parameters<ClientBase["request"]>[0]) => {
    const [id = ""] = Object.values(path ?? {});
    log.push(`${clock.now} ${method} ${url.split("/").at(-1)?.replace(/^:.*/, String(id))}`);
    bodies.push(data);
    const code = codes.shift() ?? 0;
    if (code) {
      throw refusal(code);
    }
    return {};
  }) as ClientBase["request"];
  const parts = {
    request,
    answered,
    now: () => clock.now,
    wait: async (ms: number) => {
      clock.now += ms;
    },
  };
  return { update: createUpdate(parts, { ...ACTION, ...action }, entity), log, bodies, clock };
}

describe("a card that is changed after a click", () => {
  test("waits for the answer, is changed by the token twice, and by its message after that", async () => {
    const { update, log, bodies } = later();
    await update(CARD);
    await update({ template_id: "AAq1", template_variable: { name: "Ada" } });
    await update(CARD);
    expect(log).toEqual(["1000 POST update", "1000 POST update", "1000 PATCH om_1"]);
    expect(bodies).toEqual([
      { token: "c-1", card: CARD },
      { token: "c-1", card: { type: "template", data: { template_id: "AAq1", template_variable: { name: "Ada" } } } },
      { content: JSON.stringify(CARD) },
    ]);
  });

  test("waits for the answer of a slow handler, and for its way to the platform", async () => {
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { update, log, clock } = later([], {}, undefined, answered);
    const done = update(CARD);
    await new Promise((resolve) => setTimeout(resolve));
    expect(log).toEqual([]);
    clock.now = 1900;
    answer();
    await done;
    expect(log).toEqual(["2200 POST update"]);
  });

  test("is changed in the order of the calls, also when they come at once", async () => {
    const { update, bodies } = later();
    await Promise.all(["a", "b", "c"].map((content) => update({ elements: [{ tag: "markdown", content }] })));
    expect(bodies.map((body) => /"content\\*":\\*"(\w)/.exec(JSON.stringify(body))?.[1])).toEqual(["a", "b", "c"]);
  });

  test("is changed by its message once the token has expired", async () => {
    const { update, log, clock } = later();
    clock.now = 31 * MINUTE;
    await update(CARD);
    expect(log).toEqual([`${31 * MINUTE + 300} PATCH om_1`]);
  });

  test.each([300020, 300030, 300040])(
    "is changed by its message if the token is refused with %i, and stays with it",
    async (code) => {
      const { update, log } = later([code]);
      await update(CARD);
      await update(CARD);
      expect(log).toEqual(["1000 POST update", "1000 PATCH om_1", "1000 PATCH om_1"]);
    },
  );

  test.each([200810, 300090])("waits while the interaction runs (%i)", async (code) => {
    const { update, log } = later([code, code, code]);
    await update(CARD);
    expect(log).toEqual(["1000 POST update", "1500 POST update", "2500 POST update", "4500 POST update"]);
  });

  test("does not wait for ever", async () => {
    const { update, log } = later(Array(9).fill(200810));
    await expect(update(CARD)).rejects.toMatchObject({ platformCode: 200810 });
    expect(log).toHaveLength(5);
  });

  test("is changed by its entity, with a sequence of its own, if it has one", async () => {
    let sequence = 7;
    const entity = { card_id: "7355", sequence: () => ++sequence };
    const { update, log, bodies } = later([300040, 0, 200810], {}, entity);
    await update(CARD);
    await update({ template_id: "AAq1" });
    expect(log).toEqual(["1000 POST update", "1000 PUT 7355", "1000 PUT 7355", "1500 PUT 7355"]);
    expect(bodies.slice(1)).toEqual([
      { card: { type: "card_json", data: JSON.stringify(CARD) }, sequence: 8 },
      { card: { type: "template", data: '{"template_id":"AAq1"}' }, sequence: 9 },
      { card: { type: "template", data: '{"template_id":"AAq1"}' }, sequence: 10 },
    ]);
  });

  test("that is refused uses up nothing, and hinders no other", async () => {
    const { update, log } = later([200310]);
    await expect(update(CARD)).rejects.toMatchObject({ platformCode: 200310 });
    await update(CARD);
    await update(CARD);
    await update(CARD);
    expect(log.map((line) => line.split(" ")[1])).toEqual(["POST", "POST", "POST", "PATCH"]);
  });

  test("of a click that names no message cannot be changed without the token", async () => {
    const { update, log } = later([300040], { context: {} as typeof ACTION.context });
    await expect(update(CARD)).rejects.toThrow(/names no message/);
    expect(log).toHaveLength(1);
  });

  test.each([[undefined], [null], ["{}"], [[]], [{ card_id: "7355" }]])("is not %j", async (card) => {
    const { update, log } = later();
    await expect(update(card as unknown as object)).rejects.toThrow(TypeError);
    expect(log).toEqual([]);
  });
});
