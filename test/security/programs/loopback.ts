// Both attacks from another process, over the loopback. Runs on Node.
import { type AttackResult, type AttackSetting, attack } from "./attack.ts";
import { type Connection, open, postOf } from "./connection.ts";

export interface LoopbackSetting extends AttackSetting {
  port: number;
  /** Whether requests are sent before the answers to others have come. Deno then closes the connection. */
  pipelined: boolean;
}

export async function run(setting: LoopbackSetting): Promise<AttackResult> {
  let opened: Promise<Connection> | undefined;
  // Not before it is used: some servers close a connection that is idle.
  const connect = () => {
    opened ??= open(setting.port);
    return opened;
  };
  return attack(
    async (body) => (await (await connect()).send(postOf(body), 1))[0] as { status: number; body: string },
    async (body, times) => {
      const request = postOf(body);
      const connection = await connect();
      const started = process.hrtime.bigint();
      if (setting.pipelined) {
        await connection.send(Buffer.concat(Array(times).fill(request)), times);
      } else {
        for (let left = times; left; left--) {
          await connection.send(request, 1);
        }
      }
      return Number(process.hrtime.bigint() - started) / 1_000;
    },
    setting,
  );
}
