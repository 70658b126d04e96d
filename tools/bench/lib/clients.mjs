import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { bundle, place } from "./build.mjs";
import { startGateway } from "./gateway.mjs";

/** The clients of the long connection, by the file that opens one. */
export const CLIENTS = { "lark-edge": "lark-edge", "lark-edge on `ws`": "lark-edge-ws", "official SDK": "official" };

/** Starts a client in a separate process, connected to a gateway that it has for itself. */
export async function startClient(workshop, command, file) {
  const code = `import { open } from "./clients/${file}.mjs"; import { serve } from "./lib/connected.mjs"; await serve(open);`;
  const path = await place(workshop, `client-${file}.mjs`, (await bundle(workshop, code)).text);
  const gateway = await startGateway();
  const opened = gateway.opened();
  const child = spawn(command, ["--expose-gc", path, gateway.domain], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const early = new Promise((_, reject) => child.once("exit", () => reject(new Error(`${file} ended early`))));
  early.catch(() => {});
  await Promise.race([opened, early]);
  return {
    /** Cuts the connection so many times. */
    cut: (count) => Promise.race([gateway.cut(count), early]),
    /** Sends so many events. Resolves to the microseconds of processor time that the client took for them, and its memory after. */
    async send(count) {
      const read = async () => {
        child.stdin.write("\n");
        for (let line = await lines.next(); !line.done; line = await lines.next()) {
          if (line.value.startsWith("ANSWER")) {
            return JSON.parse(line.value.slice(6));
          }
        }
        throw new Error(`${file} ended early`);
      };
      const before = await read();
      await Promise.race([gateway.send(count), early]);
      const after = await read();
      if (after.handled - before.handled !== count) {
        throw new Error(`${file} handled ${after.handled - before.handled} of ${count} events`);
      }
      return { cpu: after.cpu - before.cpu - before.collected, memory: after.memory };
    },
    close() {
      child.stdin.end();
      gateway.close();
    },
  };
}
