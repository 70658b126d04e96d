// Runs in the process that is measured, with `gc`.
import { createInterface } from "node:readline";

/** Connects, and answers each line of standard input with what the process has done and used so far. */
export async function serve(open) {
  let handled = 0;
  open(process.argv[2], (event) => {
    handled += event.message.message_id ? 1 : 0;
  });
  for await (const _ of createInterface({ input: process.stdin })) {
    // Microseconds, before the collection that is not part of the work.
    const { user, system } = process.cpuUsage();
    gc();
    gc();
    const rest = process.cpuUsage({ user, system });
    const collected = rest.user + rest.system;
    console.log(`ANSWER${JSON.stringify({ handled, cpu: user + system, collected, memory: process.memoryUsage() })}`);
  }
  process.exit();
}
