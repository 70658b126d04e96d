/** The stores of the Worker, and which parts of the contract each is for. */
export const HAS = {
  "Workers KV": { clock: false, punctual: false, compareAndSet: false },
  D1: { clock: true, punctual: true, compareAndSet: true, counters: 25 },
  "D1, its own clock": { clock: false, punctual: true, compareAndSet: true, counters: 25 },
  "Durable Objects": { clock: true, punctual: true, compareAndSet: true, counters: 25 },
  "Durable Objects, as published": { clock: false, punctual: true, compareAndSet: true, counters: 25 },
  "Durable Objects, new_classes": { clock: true, punctual: true, compareAndSet: true, counters: 25 },
  "Durable Objects, held by another class": { clock: false, punctual: true, compareAndSet: true, counters: 25 },
  "memory before Workers KV": { clock: false, punctual: false, compareAndSet: false },
  "memory before Durable Objects": { clock: true, punctual: false, compareAndSet: false },
};

export type BackendName = keyof typeof HAS;

/** Those whose `compareAndSet` has to decide between requests. */
export const ATOMIC = (Object.keys(HAS) as BackendName[]).filter((name) => HAS[name].compareAndSet);
