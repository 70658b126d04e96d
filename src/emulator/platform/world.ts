import type { SeededIds } from "./ids.ts";
import type { State } from "./state.ts";
import type {
  EmulatedApp,
  EmulatedChat,
  EmulatedDepartment,
  EmulatedTenant,
  EmulatedUser,
  Given,
  NewChat,
} from "./types.ts";

/** Registers an app. Missing fields are derived from the seed. */
export function addApp(state: State, given: Given<EmulatedApp> = {}, tenantKey?: string): EmulatedApp {
  const { ids } = state;
  const app: EmulatedApp = {
    appId: given.appId ?? `cli_${ids.hex("app", 16)}`,
    appSecret: given.appSecret ?? ids.hex("app-secret", 32),
    encryptKey: given.encryptKey ?? ids.hex("encrypt-key", 32),
    verificationToken: given.verificationToken ?? ids.hex("verification-token", 32),
    appType: given.appType ?? "self-built",
    tenantKey: given.tenantKey ?? tenantKey ?? addTenant(state, {}).tenantKey,
    botOpenId: given.botOpenId ?? `ou_${ids.hex("bot", 32)}`,
    name: given.name ?? "Bot",
    ...(given.scopes === undefined ? {} : { scopes: [...given.scopes] }),
    ...(given.redirectUris === undefined ? {} : { redirectUris: [...given.redirectUris] }),
    ...(given.assertions === undefined ? {} : { assertions: [...given.assertions] }),
  };
  if (state.apps.has(app.appId)) {
    throw new TypeError(`addApp: ${app.appId} exists already`);
  }
  if (!state.tenants.has(app.tenantKey)) {
    addTenant(state, { tenantKey: app.tenantKey });
  }
  state.apps.set(app.appId, { app });
  return app;
}

export function addTenant(state: State, given: Given<EmulatedTenant> = {}): EmulatedTenant {
  const tenant: EmulatedTenant = {
    tenantKey: given.tenantKey ?? newTenantKey(state.ids),
    name: given.name ?? `Tenant ${state.tenants.size + 1}`,
  };
  state.tenants.set(tenant.tenantKey, tenant);
  return tenant;
}

const newTenantKey = (ids: SeededIds): string => ids.hex("tenant", 16);

/** The company itself, where people and departments are that have no other place. */
const ROOT = "0";

export function addUser(
  state: State,
  given: Given<Pick<EmulatedUser, "name" | "email" | "mobile" | "userId" | "departments">> & { tenantKey: string },
): EmulatedUser {
  const { ids } = state;
  const { departments = [ROOT] } = given;
  const unknown = departments.find(
    (id) => id !== ROOT && state.departments.get(id)?.department.tenantKey !== given.tenantKey,
  );
  if (unknown !== undefined) {
    throw new TypeError(`addUser: no department ${unknown} in tenant ${given.tenantKey}`);
  }
  const user: EmulatedUser = {
    openId: `ou_${ids.hex("open", 32)}`,
    unionId: `on_${ids.hex("union", 32)}`,
    userId: given.userId ?? ids.hex("user", 8),
    name: given.name ?? `User ${state.users.size + 1}`,
    email: given.email ?? "",
    mobile: given.mobile ?? "",
    departments: [...departments],
    tenantKey: given.tenantKey,
  };
  state.users.set(user.openId, user);
  state.changes.emit({ type: "user", user });
  return user;
}

/** Adds a department; `fields` is what else was sent of it. */
export function addDepartment(
  state: State,
  given: Given<Pick<EmulatedDepartment, "name" | "departmentId" | "parent">> & { tenantKey: string },
  fields: Record<string, unknown> = {},
): EmulatedDepartment {
  const { ids } = state;
  const { parent = ROOT, tenantKey } = given;
  if (parent !== ROOT && state.departments.get(parent)?.department.tenantKey !== tenantKey) {
    throw new TypeError(`addDepartment: no department ${parent} in tenant ${tenantKey}`);
  }
  const department: EmulatedDepartment = {
    openDepartmentId: `od-${ids.hex("department", 32)}`,
    departmentId: given.departmentId ?? ids.hex("department-id", 16),
    name: given.name ?? `Department ${state.departments.size + 1}`,
    parent,
    tenantKey,
  };
  state.departments.set(department.openDepartmentId, { department, fields });
  return department;
}

export function addChat(state: State, given: NewChat, app: EmulatedApp): EmulatedChat {
  const tenantKey = given.tenantKey ?? given.users?.[0]?.tenantKey ?? app.tenantKey;
  const users = [...(given.users ?? [addUser(state, { tenantKey })])];
  const chat: EmulatedChat = {
    chatId: `oc_${state.ids.hex("chat", 32)}`,
    chatType: given.chatType ?? (users.length === 1 ? "p2p" : "group"),
    name: given.name ?? users.map((user) => user.name).join(", "),
    tenantKey,
    users,
    bots: (given.bots ?? [app]).map((bot) => bot.appId),
  };
  state.chats.set(chat.chatId, chat);
  state.changes.emit({ type: "chat", chat });
  return chat;
}
