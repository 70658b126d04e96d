// The classes behind the bindings of the tests: as published, with a clock and a window for tests, and held by another.
import { DurableObject } from "cloudflare:workers";
import { LarkStore, type ObjectStorage } from "lark-edge/store/durable-object";

export { LarkStore };

/** What the clocks of the tests are ahead. Objects live in the isolate of their Worker, so they share it. */
export const clock = { aheadMs: 0 };

const { now: realNow } = Date;

/** The time, also while a case has put another clock in the place of `Date.now`. */
export const now = (): number => realNow.call(Date) + clock.aheadMs;

/**
 * Storage as slow as a real one may be. workerd's own answers a list at once; Cloudflare's may take a while, in which
 * other requests reach the object.
 */
const slow = (storage: ObjectStorage): ObjectStorage =>
  new Proxy(storage, {
    get(target, name: keyof ObjectStorage) {
      const method = (target[name] as Function).bind(target);
      return name !== "list"
        ? method
        : async (options: { allowConcurrency?: boolean }) => {
            const page = await method(options);
            if (options.allowConcurrency) {
              await new Promise((resolve) => setTimeout(resolve, 20));
            }
            return page;
          };
    },
  });

/** The published class, whose clock can be set and whose storage can be looked at. */
export class TestStore extends LarkStore {
  readonly #storage: ObjectStorage;

  constructor(state: { storage: ObjectStorage }) {
    super({ storage: slow(state.storage) });
    this.#storage = state.storage;
  }

  protected override now(): number {
    return now();
  }

  override async fetch(request: Request): Promise<Response> {
    switch (new URL(request.url).pathname) {
      case "/look":
        return Response.json({
          keys: [...(await this.#storage.list({ limit: 1000 })).keys()],
          alarm: await this.#storage.getAlarm(),
        });
      case "/alarm":
        await this.alarm();
        return Response.json(null);
      default:
        return super.fetch(request);
    }
  }
}

/** The same, of `new_classes`. */
export class LegacyStore extends TestStore {}

/** A class as Cloudflare's templates have it, which hands on what it is asked. */
export class HoldingStore extends DurableObject {
  readonly #store: LarkStore = new LarkStore(this.ctx, this.env);

  fetch(request: Request): Promise<Response> {
    return this.#store.fetch(request);
  }

  alarm(): Promise<void> {
    return this.#store.alarm();
  }
}
