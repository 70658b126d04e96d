import { createControl } from "../control/index.ts";
import { createEmulator } from "../emulator/index.ts";
import { VERSION } from "../version.ts";
import { serve } from "./serve.ts";

/** Runs the command line; resolves to its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const emulator = createEmulator({ strict: false });
  const ada = emulator.addUser({ name: "Ada" });
  const bob = emulator.addUser({ name: "Bob" });
  emulator.addChat({ users: [ada] });
  emulator.addChat({ name: "Team", users: [ada, bob] });
  const control = createControl({ emulator, version: VERSION });
  const port = Number(args[args.indexOf("--port") + 1] ?? 8787) || 8787;
  const { address, close } = await serve(control, port, "127.0.0.1");
  console.log(`${address}/_emulator/`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  control.close();
  await close();
  return 0;
}
