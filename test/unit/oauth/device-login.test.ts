// A login on another device that another person confirms than the one who began it.
import { expect, test } from "vitest";
import { createEmulator } from "../../../src/emulator/index.ts";
import { createOAuth, type DeviceCode, userTokens } from "../../../src/oauth/index.ts";
import { memoryStore } from "../../../src/store/backends/memory.ts";
import { runningSlowly, useFakeClock } from "./fleet.ts";

useFakeClock();

/** Signs Ada in on a device whose code Eve confirms. */
async function confirmedByEve() {
  const emulator = createEmulator({ now: () => Date.now() });
  const { appId, appSecret } = emulator.app;
  const [ada, eve] = [emulator.addUser({ name: "Ada" }), emulator.addUser({ name: "Eve" })];
  const oauth = createOAuth({ appId, appSecret, fetch: emulator.fetch });
  const users = userTokens({ oauth, store: memoryStore(), sealWith: false });
  const confirm = async ({ verificationUriComplete }: DeviceCode) => {
    await emulator.fetch(`${verificationUriComplete}&open_id=${eve.openId}`);
  };
  const token = await runningSlowly(oauth.deviceLogin({ scopes: ["offline_access"], onCode: confirm }));
  return { users, ada, eve, token };
}

test("is the login of the person who confirmed it, and says who that is", async () => {
  const { users, ada, eve, token } = await confirmedByEve();
  expect(await users.add(token)).toMatchObject({ open_id: eve.openId, name: "Eve" });
  expect(await users.find(ada.openId)).toBeUndefined();
  await expect(users.accessToken(ada.openId)).rejects.toMatchObject({ problem: "no_session" });
});

test("is refused by a program that knows whom it expects, and nothing is stored", async () => {
  const { users, ada, eve, token } = await confirmedByEve();
  const added = users.add(token, ({ open_id, name }) => {
    if (open_id !== ada.openId) {
      throw new Error(`${name} confirmed the code`);
    }
    return {};
  });
  await expect(added).rejects.toThrow("Eve confirmed the code");
  expect(await users.find(eve.openId)).toBeUndefined();
  expect(await users.find(ada.openId)).toBeUndefined();
});
