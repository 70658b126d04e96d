import { createInterface } from "node:readline";
import { createDriver } from "./driver.mjs";

/** Obeys one JSON message per line of standard input, and answers each with one line. */
export async function serve(create) {
  const drive = createDriver(create);
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(`ANSWER${JSON.stringify(await drive(JSON.parse(line)))}`);
  }
}
