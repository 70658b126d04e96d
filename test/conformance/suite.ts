// Every file of cases. They import lark-edge by its name, so what is built is what is tested.
import "./echo-bot.ts";
import "./callback.ts";
import "./event.ts";

export { cases, runAll } from "./harness.ts";
