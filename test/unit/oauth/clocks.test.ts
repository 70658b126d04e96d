// Sessions on machines whose clocks jump, or differ by an hour.
import { describe, expect, test, vi } from "vitest";
import { fleet, HOUR_MS, running, stateOf, useFakeClock } from "./fleet.ts";

useFakeClock();

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
/** Moves the clock, and no timer runs. */
const jump = (ms: number) => vi.setSystemTime(Date.now() + ms);
const never = () => new Promise<never>(() => {});

describe.each([
  ["forward", HOUR_MS],
  ["backward", -HOUR_MS],
])("a clock that jumps an hour %s", (_, ms) => {
  test("while a renewal is under way ends no session, whoever of two instances the platform answers first", async () => {
    for (const fault of [() => pause(5_000), { answerAfter: () => pause(5_000) }]) {
      const { instance, signIn, faults, owners, requests } = fleet();
      const [first, second] = [instance(), instance()];
      await first.add(signIn("ou_1"));
      vi.advanceTimersByTime(3 * HOUR_MS);
      faults.push(fault);
      const renewing = first.accessToken("ou_1");
      await vi.advanceTimersByTimeAsync(1_000);
      jump(ms);
      // Its lease looks as if it had ended, or as if it had an hour left.
      const other = second.accessToken("ou_1").catch((error) => error);
      expect(owners.get(await running(renewing))).toBe("ou_1");
      await running(other);
      expect(await stateOf(second)).toBe(false);
      expect(owners.get(await running(second.accessToken("ou_1")))).toBe("ou_1");
      expect(requests.length).toBeLessThanOrEqual(2);
    }
  });

  test("between two calls costs at most one more renewal", async () => {
    const { instance, signIn, owners, requests } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    vi.advanceTimersByTime(0.4 * 2 * HOUR_MS);
    jump(ms);
    expect(owners.get(await running(users.accessToken("ou_1")))).toBe("ou_1");
    await vi.advanceTimersByTimeAsync(1_000);
    jump(-ms);
    expect(owners.get(await running(users.accessToken("ou_1")))).toBe("ou_1");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await stateOf(users)).toBe(false);
    expect(requests.length).toBeLessThanOrEqual(1);
  });

  test("after a renewal: what the platform declares invalid is renewed, whatever the clock says", async () => {
    const { instance, signIn, owners, requests } = fleet();
    const users = instance();
    await users.add(signIn("ou_1"));
    jump(ms);
    const token = await running(users.accessToken("ou_1"));
    const { token: renewed } = await running(Promise.resolve(users.get("user_access_token", { user: "ou_1" }, token)));
    expect(renewed).not.toBe(token);
    expect(owners.get(renewed)).toBe("ou_1");
    expect(requests.length).toBeLessThanOrEqual(2);
    expect(await stateOf(users)).toBe(false);
  });

  test("while a caller waits for an instance that is gone lets it wait for half a minute, not for an hour", async () => {
    const { instance, signIn, faults, owners, requests } = fleet();
    await instance().add(signIn("ou_1"));
    vi.advanceTimersByTime(3 * HOUR_MS);
    faults.push(never);
    instance()
      .accessToken("ou_1")
      .catch(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    let waitedMs = 0;
    const waiting = instance().accessToken("ou_1");
    const token = waiting.then((text) => owners.get(text));
    await vi.advanceTimersByTimeAsync(1_000);
    jump(ms);
    for (let done = false; !done; waitedMs += 500) {
      void token.then(() => {
        done = true;
      });
      await vi.advanceTimersByTimeAsync(500);
      expect(waitedMs).toBeLessThan(35_000);
    }
    expect(await token).toBe("ou_1");
    expect(requests).toHaveLength(2);
  });
});

test.each([
  ["ahead", HOUR_MS],
  ["behind", -HOUR_MS],
])("an instance whose clock is an hour %s renews a session, and the others go on with it", async (_, ms) => {
  const { instance, signIn, owners } = fleet();
  const [wrong, right] = [instance(), instance()];
  await right.add(signIn("ou_1"));
  for (let round = 0; round < 5; round++) {
    jump(ms);
    expect(owners.get(await running(wrong.accessToken("ou_1")))).toBe("ou_1");
    await vi.advanceTimersByTimeAsync(1_000);
    jump(-ms);
    expect(owners.get(await running(right.accessToken("ou_1")))).toBe("ou_1");
    expect(await stateOf(right)).toBe(false);
    vi.advanceTimersByTime(1.6 * HOUR_MS);
  }
});
