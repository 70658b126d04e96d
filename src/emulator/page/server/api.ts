import type { Behaviour, CardAction, FaultEntry, PageChat, PageUser, Snapshot } from "./wire.ts";

const BASE = "/_emulator/api/";

/** Address of the bytes of an image or a file. */
export const fileUrl = (key: string): string => `${BASE}files/${encodeURIComponent(key)}`;

async function call<T>(method: string, path: string, body?: BodyInit | object): Promise<T> {
  const isForm = body instanceof FormData;
  const response = await fetch(BASE + path, {
    method,
    headers: body === undefined || isForm ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text === "" ? {} : (JSON.parse(text) as T & { error?: string });
  if (!response.ok) {
    throw new Error((answer as { error?: string }).error ?? `HTTP ${response.status}`);
  }
  return answer as T;
}

export interface Said {
  user: string;
  chat: string;
  text?: string;
  msg_type?: string;
  content?: object;
  reply_to?: string;
  mention_bot?: boolean;
}

/** What may be asked of the control API; each rejects with its sentence of explanation. */
export const api = {
  state: (): Promise<Snapshot> => call("GET", "state"),
  behaviours: (): Promise<Behaviour[]> => call("GET", "behaviours"),
  say: (said: Said): Promise<unknown> => call("POST", "say", said),
  click: (user: string, message_id: string, action: CardAction): Promise<unknown> =>
    call("POST", "click", { user, message_id, action }),
  addUser: (name: string): Promise<PageUser> => call("POST", "users", { name }),
  addChat: (chat: { name?: string; users: string[]; chat_type: "p2p" | "group"; bots: string[] }): Promise<PageChat> =>
    call("POST", "chats", chat),
  recall: (user: string, message_id: string): Promise<unknown> => call("POST", "recall", { user, message_id }),
  react: (user: string, message_id: string, emoji_type: string, on: boolean): Promise<unknown> =>
    call("POST", "react", { user, message_id, emoji_type, on }),
  read: (user: string, message_id: string): Promise<unknown> => call("POST", "read", { user, message_id }),
  addFault: (fault: Omit<FaultEntry, "id">): Promise<unknown> => call("POST", "faults", fault),
  removeFault: (id: string | number): Promise<unknown> => call("DELETE", `faults/${encodeURIComponent(id)}`),
  clearFaults: (): Promise<unknown> => call("DELETE", "faults"),
  connect: (url: string, app: string): Promise<unknown> => call("POST", "connect", { url, app }),
  push: (type: string, event: object, app: string): Promise<unknown> => call("POST", "push", { type, event, app }),
  advance: (advance_ms: number): Promise<unknown> => call("POST", "clock", { advance_ms }),
  upload(user: string, chat: string, file: File): Promise<unknown> {
    const form = new FormData();
    form.set("user", user);
    form.set("chat", chat);
    form.set("file", file);
    return call("POST", "upload", form);
  },
};
