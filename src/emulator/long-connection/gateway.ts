import type { AppRecord, State } from "../platform/state.ts";
import type { EmulatedApp } from "../platform/types.ts";
import { Connection, type Peer } from "./connection.ts";
import { createFrameLog, type FrameLog } from "./frame-log.ts";
import type { EmulatedClientConfig, GatewayRefusal, LongConnections } from "./types.ts";

/** Connections of one app. */
export const MAX_CONNECTIONS = 50;
/** Python's client takes at most 1 MiB at once. */
const DEFAULT_PART_BYTES = 512 * 1024;
const DEFAULT_CONFIG: EmulatedClientConfig = {
  ReconnectCount: -1,
  ReconnectInterval: 5,
  ReconnectNonce: 1,
  PingInterval: 120,
};
/** How long an address may be used. */
const TICKET_LIFE_MS = 60_000;
const SERVICE_ID = 33_554_678;

/** The gateway answers an upgrade with this in place of a socket. */
export interface HandshakeRefusal {
  readonly status: number;
  readonly headers: Record<string, string>;
}

/** Lets a socket in. */
export interface Admission {
  open(peer: Peer): Connection;
}

/** The half of the gateway that clients see. */
export interface Gateway {
  readonly controls: LongConnections;
  /** The last frames, for the page. */
  readonly frames: FrameLog;
  /** The largest part of a message, in bytes. */
  readonly partBytes: number;
  /** The discovery's answer: a refusal, or an address that works once. */
  discover(record: AppRecord, origin: URL): { code: number; msg: string; data: object };
  admit(url: URL): Admission | HandshakeRefusal;
  /** The socket of a connection has ended. */
  leave(connection: Connection): void;
}

const refusedHandshake = (code: number, message: string): HandshakeRefusal => ({
  status: 403,
  headers: {
    "handshake-status": code === 403 ? "403" : "514",
    "handshake-msg": message,
    "handshake-autherrcode": `${code}`,
  },
});

/** What the gateway works on. */
class GatewayState {
  config: EmulatedClientConfig = { ...DEFAULT_CONFIG };
  partBytes = DEFAULT_PART_BYTES;
  readonly tickets = new Map<string, { record: AppRecord; expiresAt: number }>();
  readonly connections = new Set<Connection>();
  readonly refusals: (GatewayRefusal & { left: number })[] = [];

  of(appId?: string): Connection[] {
    return [...this.connections].filter((connection) => appId === undefined || connection.appId === appId);
  }

  /** The refusal that a fault requires at this step, if there is one. */
  takeRefusal(at: "discovery" | "handshake"): GatewayRefusal | undefined {
    const found = this.refusals.find((refusal) => (refusal.at ?? "discovery") === at && refusal.left > 0);
    if (found !== undefined) {
      found.left -= 1;
    }
    return found;
  }
}

/** Makes an app's target: one connection, chosen at random, gets the event. */
function createTarget(state: State, inside: GatewayState, app: EmulatedApp) {
  return async (_request: Request, payload?: unknown): Promise<Response> => {
    const open = inside.of(app.appId);
    const [byte = 0] = state.ids.bytes("long-connection", 1);
    const connection = open[byte % Math.max(1, open.length)];
    if (connection === undefined) {
      throw new Error("the bot has no open long connection");
    }
    const messageId = state.ids.hex("long-connection-message", 32);
    const { status, body } = await connection.send(messageId, JSON.stringify(payload), inside.partBytes);
    return new Response(body, { status, headers: { "content-type": "application/json" } });
  };
}

function createControls(inside: GatewayState, leave: (connection: Connection) => void): LongConnections {
  const of = (app?: EmulatedApp) => inside.of(app?.appId);
  return {
    list: of,
    cut(app) {
      for (const connection of of(app)) {
        leave(connection);
        connection.cut();
      }
    },
    freeze(app) {
      for (const connection of of(app)) {
        connection.freeze();
      }
    },
    refuse(refusal) {
      inside.refusals.push({ ...refusal, left: refusal.times ?? 1 });
    },
    configure(config) {
      Object.assign(inside.config, config);
    },
    fragment(bytes) {
      if (!(bytes >= 1)) {
        throw new TypeError(`fragment: expected a number of bytes, got ${bytes}`);
      }
      inside.partBytes = Math.floor(bytes);
    },
  };
}

export function createGateway(state: State): Gateway {
  const inside = new GatewayState();
  const frames = createFrameLog(state.now);
  const targets = new WeakMap<EmulatedApp, NonNullable<AppRecord["target"]>>();

  const leave = (connection: Connection): void => {
    inside.connections.delete(connection);
    connection.lost();
  };

  /** The app's events go to its long connections, unless a webhook was connected. */
  function aim(record: AppRecord): void {
    if (record.target === undefined) {
      const target = targets.get(record.app) ?? createTarget(state, inside, record.app);
      targets.set(record.app, target);
      record.target = target;
      state.changes.emit({ type: "app", app: record.app });
    }
  }

  return {
    controls: createControls(inside, leave),
    frames,
    get partBytes() {
      return inside.partBytes;
    },
    leave,
    discover(record, origin) {
      const { appId, appType } = record.app;
      const refusal = inside.takeRefusal("discovery");
      if (refusal !== undefined) {
        return { code: refusal.code, msg: refusal.message ?? "refused by the test", data: {} };
      }
      if (appType !== "self-built") {
        return { code: 403, msg: "forbidden: only self-built apps", data: {} };
      }
      if (inside.of(appId).length >= MAX_CONNECTIONS) {
        return { code: 1000040350, msg: "exceed connection limit", data: {} };
      }
      const ticket = state.ids.hex("long-connection-ticket", 32);
      inside.tickets.set(ticket, { record, expiresAt: state.now() + TICKET_LIFE_MS });
      const device = state.ids.hex("long-connection-device", 16);
      const query = new URLSearchParams({ fpid: "493", device_id: device, service_id: `${SERVICE_ID}`, ticket });
      const host =
        origin.protocol === "http:"
          ? `ws://${origin.host}`
          : `wss://${origin.host.replace(/^open\./, "msg-frontier.")}`;
      return { code: 0, msg: "", data: { URL: `${host}/ws/v2?${query}`, ClientConfig: { ...inside.config } } };
    },
    admit(url) {
      const ticket = url.searchParams.get("ticket") ?? "";
      const known = inside.tickets.get(ticket);
      inside.tickets.delete(ticket);
      const refusal = inside.takeRefusal("handshake");
      if (refusal !== undefined) {
        return refusedHandshake(refusal.code, refusal.message ?? "refused by the test");
      }
      if (known === undefined || known.expiresAt < state.now()) {
        return refusedHandshake(514, "the address was used already, or is not known");
      }
      const { record } = known;
      const { appId } = record.app;
      if (inside.of(appId).length >= MAX_CONNECTIONS) {
        return refusedHandshake(1000040350, "exceed connection limit");
      }
      return {
        open(peer) {
          const id = url.searchParams.get("device_id") ?? "";
          const known = { id, appId, openedAt: state.now(), service: SERVICE_ID };
          const connection = new Connection(known, peer, () => inside.config, frames);
          inside.connections.add(connection);
          aim(record);
          return connection;
        },
      };
    },
  };
}

const gateways = /* @__PURE__ */ new WeakMap<State, Gateway>();

/** The gateway of an emulator. Connections are of this process, and no part of a saved state. */
export function gatewayOf(state: State): Gateway {
  const gateway = gateways.get(state) ?? createGateway(state);
  gateways.set(state, gateway);
  return gateway;
}
