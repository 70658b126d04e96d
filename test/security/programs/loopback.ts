// Both attacks from another process, over the loopback. Runs on Node.
import { type AttackResult, type AttackSetting, attack } from "./attack.ts";
import { open, postOf } from "./connection.ts";

export async function run(setting: AttackSetting & { port: number }): Promise<AttackResult> {
  const connection = await open(setting.port);
  return attack(
    async (body) => (await connection.send(postOf(body), 1))[0] as { status: number; body: string },
    async (body, times) => {
      const requests = Buffer.concat(Array(times).fill(postOf(body)));
      const started = process.hrtime.bigint();
      await connection.send(requests, times);
      return Number(process.hrtime.bigint() - started) / 1_000;
    },
    setting,
  );
}
