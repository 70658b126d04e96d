import { createApi } from "../../../src/emulator/gateway/serve.ts";
import { createFaults } from "../../../src/emulator/platform/faults/index.ts";
import { createFeed } from "../../../src/emulator/platform/feed.ts";
import { createIds } from "../../../src/emulator/platform/ids.ts";
import { createLog } from "../../../src/emulator/platform/log.ts";
import { createState } from "../../../src/emulator/platform/state.ts";
import { issueToken, issueUserToken } from "../../../src/emulator/platform/tokens.ts";
import type { RequestRecord } from "../../../src/emulator/platform/types.ts";
import { addApp, addUser } from "../../../src/emulator/platform/world.ts";

/** A platform that has no service at all: every operation is answered from its document. */
export function describedPlatform(seed = 1) {
  const state = createState({
    seed,
    ids: createIds(seed),
    now: () => 1_700_000_000_000,
    domain: "https://open.feishu.cn",
    tokenLifetimeMs: 7_200_000,
  });
  const app = addApp(state);
  const marketplace = addApp(state, { appType: "marketplace" });
  const log = createLog<RequestRecord>();
  const fetch = createApi({
    state,
    routes: [],
    policy: () => true,
    faults: createFaults(() => 0),
    exchanges: createFeed(),
    log,
    pushAppTicket: async () => {},
    emit: () => {},
  });
  const user = addUser(state, { tenantKey: app.tenantKey });
  const tokens: Record<string, string> = {
    tenant: issueToken(state, "tenant", app.appId, app.tenantKey).value,
    app: issueToken(state, "app", marketplace.appId, "").value,
    user: issueUserToken(state, { app }, user),
  };
  return { fetch, tokens, log };
}
