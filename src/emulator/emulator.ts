import { CARD_RULES } from "../card/index.ts";
import { advance } from "./delivery/clock.ts";
import { connectTarget } from "./delivery/connect.ts";
import { createCourier } from "./delivery/courier.ts";
import { buildEvent } from "./delivery/events.ts";
import { createOutgoing } from "./delivery/outgoing.ts";
import type { Emulator, EmulatorOptions } from "./emulator-types.ts";
import { createPolicy } from "./gateway/operations/policy.ts";
import { createApi, type Exchange } from "./gateway/serve.ts";
import { keepInside } from "./inside.ts";
import { gatewayOf } from "./long-connection/gateway.ts";
import { createWebSocketClass } from "./long-connection/web-socket.ts";
import { createActs, type Stage, waitForBot } from "./people/index.ts";
import { createClock } from "./platform/clock.ts";
import { checkScenario, createFaults } from "./platform/faults/index.ts";
import { createFeed } from "./platform/feed.ts";
import { createIds } from "./platform/ids.ts";
import { createLog } from "./platform/log.ts";
import { type AppRecord, createState } from "./platform/state.ts";
import { issueUserToken } from "./platform/tokens.ts";
import type { Delivery, EmulatedApp, EmulatedDepartment, RequestRecord } from "./platform/types.ts";
import { addApp, addChat, addDepartment, addTenant, addUser } from "./platform/world.ts";
import { setTopics } from "./services/im/thread.ts";
import { routes } from "./services/index.ts";

/** Default base URL of the emulated platform. */
export const DEFAULT_DOMAIN = "https://open.feishu.cn";
/** Default lifetime of a new token in seconds, the platform's maximum. */
export const DEFAULT_TOKEN_LIFETIME_SECONDS = 7200;
/** Default time for the answer of a bot in milliseconds, the platform's limit. */
export const DEFAULT_ANSWER_TIMEOUT_MS = 3000;

/**
 * Creates a Feishu/Lark platform in memory, for tests and for work without a tenant.
 *
 * Two emulators with the same seed and the same calls give the same ids. Emulators share no state, and nothing runs until
 * a method is called.
 *
 * @throws {TypeError} `tokenLifetimeSeconds` or `answerTimeoutMs` is not a positive number, `allow` holds no names, or
 *   `cardRules` names an unknown rule.
 * @example
 * const emulator = createEmulator();
 * const client = new Client({ appId: emulator.app.appId, appSecret: emulator.app.appSecret, fetch: emulator.fetch });
 * const user = emulator.addUser({ name: "Ada" });
 * const chat = emulator.addChat({ users: [user] });
 * await emulator.connect(events.fetch);
 * await emulator.say(user, chat, "hello");
 * const { text } = await emulator.waitForMessage(chat);
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const { tokenLifetimeSeconds = DEFAULT_TOKEN_LIFETIME_SECONDS, answerTimeoutMs = DEFAULT_ANSWER_TIMEOUT_MS } =
    options;
  assertPositive("tokenLifetimeSeconds", tokenLifetimeSeconds);
  assertPositive("answerTimeoutMs", answerTimeoutMs);
  const policy = createPolicy(options.strict ?? true, options.allow ?? []);
  const { seed = 1 } = options;
  const clock = createClock(options.now);
  const state = createState({
    seed,
    ids: createIds(seed),
    now: clock.now,
    domain: (options.domain ?? DEFAULT_DOMAIN).replace(/\/+$/, ""),
    tokenLifetimeMs: tokenLifetimeSeconds * 1000,
    cardRules: readCardRules(options.cardRules),
    cardkitCheck: options.cardkitCheck ?? "uuid",
  });
  const defaultApp = addApp(state, options.app);
  const faults = createFaults(state.now);
  const requests = createLog<RequestRecord>();
  const deliveries = createLog<Delivery>();

  function recordOf(app: EmulatedApp = defaultApp): AppRecord {
    const record = state.apps.get(app.appId);
    if (record === undefined) {
      throw new TypeError(`app ${app.appId} is not of this emulator: add it with addApp`);
    }
    return record;
  }

  const signAnew = (options.redeliverySignature ?? "new") === "new";
  const courier = createCourier({ state, faults, log: deliveries, timeoutMs: answerTimeoutMs, signAnew });
  const stage: Stage = { state, courier, recordOf };
  const exchanges = createFeed<Exchange>();

  function renewTicket(record: AppRecord): Promise<Delivery> {
    const ticket = state.ids.hex("ticket", 32);
    record.ticket = ticket;
    const event = { type: "app_ticket", event: { app_ticket: ticket }, schema: "1.0" } as const;
    return courier.send(record, () => buildEvent(state, record, event));
  }

  const outgoing = createOutgoing(state, courier);
  const fetch = createApi({
    state,
    routes,
    policy,
    faults,
    log: requests,
    exchanges,
    emit: outgoing.emit,
    pushAppTicket: async (record) => {
      if (record.target !== undefined) {
        await renewTicket(record);
      }
    },
  });

  const emulator: Emulator = {
    app: defaultApp,
    fetch,
    addApp: (app) => addApp(state, app, defaultApp.tenantKey),
    addTenant: (tenant) => addTenant(state, tenant),
    addUser: ({ departments, tenantKey = defaultApp.tenantKey, ...given } = {}) =>
      addUser(state, { ...given, departments: departments?.map(departmentId), tenantKey }),
    addDepartment: ({ parent, tenantKey = defaultApp.tenantKey, ...given } = {}) =>
      addDepartment(state, { ...given, parent: parent && departmentId(parent), tenantKey }),
    addChat: (given) => {
      const chat = addChat(state, given ?? {}, defaultApp);
      if (given?.topics) {
        setTopics(state, chat);
      }
      return chat;
    },
    connect: async (target, app) => connectTarget(state, recordOf(app), target),
    ...createActs(stage),
    push: async (event, app) => {
      const record = recordOf(app);
      return courier.send(record, () => buildEvent(state, record, event));
    },
    pushAppTicket: async (app) => {
      const record = recordOf(app);
      if (record.app.appType !== "marketplace") {
        throw new TypeError(`pushAppTicket: app ${record.app.appId} is self-built and has no app_ticket`);
      }
      return renewTicket(record);
    },
    request: async (event, requestOptions, app) =>
      (await buildEvent(state, recordOf(app), event, requestOptions)).request,
    messages: (chat) => [...(state.transcripts.get(typeof chat === "string" ? chat : chat.chatId) ?? [])],
    waitForMessage: async (chat, waitOptions) =>
      waitForBot(state, typeof chat === "string" ? chat : chat.chatId, waitOptions),
    changes: { listen: state.changes.listen },
    get requests() {
      return requests.list();
    },
    get deliveries() {
      return deliveries.list();
    },
    WebSocket: createWebSocketClass(gatewayOf(state)),
    longConnections: gatewayOf(state).controls,
    deliverDue: courier.deliverDue,
    settled: outgoing.settled,
    advance: (ms) => advance(clock, courier, ms),
    get redeliveries() {
      return courier.waiting;
    },
    faults: {
      add: (fault) => {
        const { id } = faults.add(fault);
        return () => {
          faults.remove(id);
        };
      },
      load: (scenario) => {
        for (const fault of checkScenario(scenario)) {
          faults.add(fault);
        }
      },
      clear: faults.clear,
    },
    userAccessToken: (user, app, scopes) => issueUserToken(state, recordOf(app), user, scopes),
    invalidateTokens: () => {
      state.tokens.clear();
      state.newestTokens.clear();
    },
  };
  return keepInside(emulator, { state, routes, faults, stage, courier, exchanges, clock });
}

const departmentId = (given: EmulatedDepartment | string): string =>
  typeof given === "string" ? given : given.openDepartmentId;

/** Copies the rulings, so that a test cannot change them half way. */
function readCardRules(given: EmulatorOptions["cardRules"] = {}): NonNullable<EmulatorOptions["cardRules"]> {
  for (const [rule, ruling] of Object.entries(given)) {
    if (!(CARD_RULES as readonly string[]).includes(rule)) {
      throw new TypeError(`createEmulator: cardRules: ${rule} is no rule; the rules are ${CARD_RULES.join(", ")}`);
    }
    if (ruling !== "accept" && ruling !== "refuse") {
      throw new TypeError(
        `createEmulator: cardRules: ${rule} must be "accept" or "refuse", got ${JSON.stringify(ruling)}`,
      );
    }
  }
  return { ...given };
}

function assertPositive(name: string, value: number): void {
  if (!(value > 0)) {
    throw new TypeError(`createEmulator: ${name} must be a positive number, got ${value}`);
  }
}
