import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { success } from "../success.ts";
import { documentAt } from "./find.ts";
import { permissionOf } from "./state.ts";

const DEFAULTS = {
  external_access: false,
  security_entity: "anyone_can_view",
  comment_entity: "anyone_can_view",
  share_entity: "anyone",
  link_share_entity: "closed",
  invite_external: false,
  lock_switch: false,
};

const settingsOf = (call: Call, token: string): Record<string, unknown> => ({
  ...DEFAULTS,
  ...permissionOf(call.state).settings.get(token),
});

function get(call: Call): Answer {
  return success({ permission_public: settingsOf(call, documentAt(call).token) });
}

function patch(call: Call): Answer {
  const { token } = documentAt(call);
  const known = Object.entries(call.input.body).filter(([name]) => Object.hasOwn(DEFAULTS, name));
  const settings = { ...settingsOf(call, token), ...Object.fromEntries(known) };
  permissionOf(call.state).settings.set(token, settings);
  return success({ permission_public: settings });
}

const NOTES = [
  ["1063001 for an unknown document or another type, 1063005 for a deleted one", "documentation"],
  ["The settings of a new document; they change nothing else", "assumption"],
] as const;

/** Settings for everybody. Page: https://open.feishu.cn/document/server-docs/docs/permission/permission-public/get */
export const permissionPublic: readonly Route[] = service("drive/v1/permissions/:token", [
  route("GET public", get, NOTES),
  route("PATCH public", patch, NOTES),
]);
