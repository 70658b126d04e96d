import type { Calls, CardAction, PageChat, PageUser, Snapshot } from "../../control/protocol.ts";

const BASE = "/_emulator/api/";

/** Address of the bytes of an image or a file. */
export const fileUrl = (key: string): string => `${BASE}files/${encodeURIComponent(key)}`;

async function send<T>(method: string, path: string, body?: BodyInit | object): Promise<T> {
  const isForm = body instanceof FormData;
  const response = await fetch(BASE + path, {
    method,
    headers: body === undefined || isForm ? {} : { "content-type": "application/json" },
    body: body === undefined ? null : isForm ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text === "" ? {} : (JSON.parse(text) as T & { error?: string });
  if (!response.ok) {
    throw new Error((answer as { error?: string }).error ?? `HTTP ${response.status}`);
  }
  return answer as T;
}

type BodyOf<C extends keyof Calls> = Calls[C] extends { body: infer B } ? B : undefined;
type AnswerOf<C extends keyof Calls> = Promise<Calls[C]["answer"]>;

function get<C extends keyof Calls & `GET ${string}`>(call: C): AnswerOf<C> {
  return send("GET", call.slice("GET ".length));
}

function post<C extends keyof Calls & `POST ${string}`>(call: C, body: BodyOf<C> & object): AnswerOf<C> {
  return send("POST", call.slice("POST ".length), body);
}

/** The calls of the control API; each rejects with a sentence for the person. */
export const api = {
  templates: (): AnswerOf<"GET templates"> => get("GET templates"),
  template: (type: string, app: string): AnswerOf<"GET templates/:id"> =>
    send("GET", `templates/${encodeURIComponent(type)}?app=${encodeURIComponent(app)}`),
  saveAsTest: (chat: string): AnswerOf<"GET tests/:id"> => send("GET", `tests/${encodeURIComponent(chat)}`),
  credentials: (app: string): AnswerOf<"GET credentials/:id"> => send("GET", `credentials/${encodeURIComponent(app)}`),
  state: (): Promise<Snapshot> => get("GET state"),
  behaviours: (): AnswerOf<"GET behaviours"> => get("GET behaviours"),
  say: (said: BodyOf<"POST say">): Promise<unknown> => post("POST say", said),
  click: (user: string, message_id: string, action: CardAction): Promise<unknown> =>
    post("POST click", { user, message_id, action }),
  addUser: (name: string): Promise<PageUser> => post("POST users", { name }),
  addChat: (chat: BodyOf<"POST chats">): Promise<PageChat> => post("POST chats", chat),
  join: (change: BodyOf<"POST join">): Promise<unknown> => post("POST join", change),
  leave: (change: BodyOf<"POST leave">): Promise<unknown> => post("POST leave", change),
  enter: (user: string, chat: string): Promise<unknown> => post("POST enter", { user, chat }),
  disband: (user: string, chat: string): Promise<unknown> => post("POST disband", { user, chat }),
  chooseMenu: (user: string, event_key: string, app: string): AnswerOf<"POST menu"> =>
    post("POST menu", { user, event_key, app }),
  setScopes: (app: string, scopes: readonly string[] | null): Promise<unknown> => post("POST scopes", { app, scopes }),
  redeliver: (event_id: string): AnswerOf<"POST redeliver"> => post("POST redeliver", { event_id }),
  forward: (user: string, chat: string, message_ids: string[]): Promise<unknown> =>
    post("POST forward", { user, chat, message_ids }),
  recall: (user: string, message_id: string): Promise<unknown> => post("POST recall", { user, message_id }),
  react: (user: string, message_id: string, emoji_type: string, on: boolean): Promise<unknown> =>
    post("POST react", { user, message_id, emoji_type, on }),
  read: (user: string, message_id: string): Promise<unknown> => post("POST read", { user, message_id }),
  addFault: (fault: BodyOf<"POST faults">): Promise<unknown> => post("POST faults", fault),
  removeFault: (id: string): Promise<unknown> => send("DELETE", `faults/${encodeURIComponent(id)}`),
  clearFaults: (): Promise<unknown> => send("DELETE", "faults"),
  connect: (url: string, app: string): Promise<unknown> => post("POST connect", { url, app }),
  push: (pushed: BodyOf<"POST push">): AnswerOf<"POST push"> => post("POST push", pushed),
  longConnection: (): AnswerOf<"GET long-connection"> => get("GET long-connection"),
  actOnLongConnections: (body: BodyOf<"POST long-connection">): AnswerOf<"POST long-connection"> =>
    post("POST long-connection", body),
  advance: (advance_ms: number): AnswerOf<"POST clock"> => post("POST clock", { advance_ms }),
  upload(user: string, chat: string, file: File, reply_to: string | undefined): Promise<unknown> {
    const form = new FormData();
    form.set("user", user);
    form.set("chat", chat);
    form.set("file", file);
    if (reply_to !== undefined) {
      form.set("reply_to", reply_to);
    }
    return send("POST", "upload", form);
  },
};
