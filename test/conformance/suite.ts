// Every file of cases. They import lark-edge by its name, so what is built is what is tested.
import "./echo-bot.ts";
import "./callback.ts";
import "./crypto.ts";
import "./emulator.ts";
import "./event.ts";
import "./client-addresses.ts";
import "./client-answers.ts";
import "./client-apis.ts";
import "./client-bodies.ts";
import "./client-credentials.ts";
import "./client-downloads.ts";
import "./client-endurance.ts";
import "./client-options.ts";
import "./client-pages.ts";
import "./client-retries.ts";
import "./client-time.ts";
import "./tokens.ts";
import "./tokens-marketplace.ts";
import "./tokens-refresh.ts";
import "./tokens-shared.ts";

export { cases, runAll } from "./harness.ts";
