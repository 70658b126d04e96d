/** What the control API says, as the page reads it. */

export interface PageApp {
  appId: string;
  name: string;
  appType: string;
  tenantKey: string;
  botOpenId: string;
  /** Where its events go; `null` while nothing listens. */
  target: string | null;
}

export interface PageUser {
  openId: string;
  name: string;
  tenantKey: string;
}

export interface PageChat {
  chatId: string;
  chatType: "p2p" | "group";
  name: string;
  tenantKey: string;
  /** Open ids. */
  users: string[];
  /** App ids. */
  bots: string[];
  dissolved?: boolean;
}

export interface PageMention {
  key: string;
  id: string;
  name: string;
}

export interface PageReaction {
  emoji_type: string;
  users: string[];
}

export interface PageMessage {
  message_id: string;
  chat_id: string;
  msg_type: string;
  /** A JSON string. */
  content: string;
  text: string;
  sender: { id: string; sender_type: "user" | "app" };
  create_time: string;
  update_time?: string;
  parent_id?: string;
  root_id?: string;
  thread_id?: string;
  mentions?: PageMention[];
  deleted?: boolean;
  updated?: boolean;
  reactions?: PageReaction[];
  pinned?: boolean;
  read_by?: string[];
}

export interface RequestEntry {
  id: string | number;
  /** Epoch milliseconds. */
  at: number;
  durationMs: number;
  method: string;
  path: string;
  query: string;
  status: number;
  code?: number;
  operation?: string;
  madeUp?: true;
  logId: string;
  authorization: string;
  fault?: string;
  requestBody?: string;
  responseBody?: string;
  explanation?: string;
}

export interface DeliveryEntry {
  id: string | number;
  at: number;
  appId: string;
  eventId: string;
  eventType: string;
  url: string;
  status: number;
  body: string;
  durationMs: number;
  attempt?: number;
  payload?: unknown;
  signed?: boolean;
  fault?: string;
  error?: string;
  /** What a person sees when the answer to a card callback is of no use. */
  problem?: { code: number; message: string };
}

export interface FaultEntry {
  id: string | number;
  kind: string;
  path?: string;
  operation?: string;
  event?: string;
  /** `null` for ever. */
  times?: number | null;
  left?: number | null;
}

export interface Toast {
  type: string;
  content: string;
}

export interface Snapshot {
  version: string;
  domain: string;
  apps: PageApp[];
  users: PageUser[];
  chats: PageChat[];
  messages: Record<string, PageMessage[]>;
  requests: RequestEntry[];
  deliveries: DeliveryEntry[];
  faults: FaultEntry[];
}

/** One line of the event stream. */
export type StreamEvent =
  | { type: "hello" }
  | { type: "message" | "message-changed"; message: PageMessage }
  | { type: "chat"; chat: PageChat }
  | { type: "user"; user: PageUser }
  | { type: "app"; app: PageApp }
  | { type: "request"; request: RequestEntry }
  | { type: "delivery"; delivery: DeliveryEntry }
  | { type: "toast"; user: string; toast: Toast }
  | { type: "faults"; faults: FaultEntry[] };

/** What a component of a card sends. */
export interface CardAction {
  tag: string;
  value?: unknown;
  name?: string;
  option?: string;
  options?: string[];
  form_value?: Record<string, unknown>;
  input_value?: string;
  checked?: boolean;
  timezone?: string;
}

export interface Behaviour {
  operation: string;
  source: string;
  notes?: [behaviour: string, source: string][];
}
