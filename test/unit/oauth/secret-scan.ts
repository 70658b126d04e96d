// What a program can see of a login: its errors, its log, its hooks and the objects that it holds.
import { inspect } from "node:util";

/** A shorter text is no secret. */
const MIN_LENGTH = 8;
/** As much of a secret must not be seen either. */
const PART_LENGTH = 16;

/** Fields of requests and answers that are secrets, and what each is called here. */
const FIELDS = [
  "access_token",
  "refresh_token",
  "tenant_access_token",
  "app_access_token",
  "client_secret",
  "app_secret",
  "code",
  "code_verifier",
  "device_code",
  "client_assertion",
];

/** Secrets that went by, and everything that was seen. */
export class SecretScan {
  /** By the secret: what it is. */
  readonly secrets: Map<string, string> = new Map();
  readonly #seen: [where: string, text: string][] = [];

  /** Notes a secret. */
  add(what: string, secret: unknown): void {
    if (typeof secret === "string" && secret.length >= MIN_LENGTH && !this.secrets.has(secret)) {
      this.secrets.set(secret, what);
    }
  }

  /** Notes the secrets of a body: JSON, or a form. */
  #addBody(text: string): void {
    let body: Record<string, unknown>;
    try {
      body = JSON.parse(text);
    } catch {
      body = Object.fromEntries(new URLSearchParams(text));
    }
    for (const fields of [Object(body), Object(Object(body).data)]) {
      for (const name of FIELDS) {
        this.add(name, fields[name]);
      }
    }
  }

  /** Makes a `fetch` whose secrets are noted, in both directions. */
  watched(fetch: (url: string, init: RequestInit) => Promise<Response>) {
    return async (url: string, init: RequestInit): Promise<Response> => {
      this.add("authorization", new Headers(init.headers).get("authorization")?.replace(/^\w+ /, ""));
      this.#addBody(`${init.body ?? ""}`);
      const answer = await fetch(url, init);
      const text = await answer
        .clone()
        .text()
        .catch(() => "");
      this.#addBody(text);
      return answer;
    };
  }

  /** Notes what a program sees, in every way in which it can be written. */
  see(where: string, value: unknown): void {
    const texts = [`${typeof value === "symbol" ? "" : value}`, inspect(value, { depth: 20, showHidden: true })];
    try {
      texts.push(JSON.stringify(value) ?? "");
    } catch {}
    for (let error = value; error instanceof Error; error = error.cause) {
      texts.push(error.message, `${error.stack}`, JSON.stringify(error, Object.getOwnPropertyNames(error)));
    }
    this.#seen.push([where, texts.join("\n")]);
  }

  /** A logger of which every line is seen, with the objects in it. */
  readonly logger = Object.fromEntries(
    ["error", "warn", "info", "debug", "trace"].map((level) => [
      level,
      (...line: unknown[]) => {
        for (const part of line) {
          this.see(`log, ${level}`, part);
        }
      },
    ]),
  ) as Record<"error" | "warn" | "info" | "debug" | "trace", (...line: unknown[]) => void>;

  /** How many things were seen, by where. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const [where] of this.#seen) {
      counts[where] = (counts[where] ?? 0) + 1;
    }
    return counts;
  }

  /** Where which secret was seen. */
  leaks(): string[] {
    const leaks = new Set<string>();
    for (const [secret, what] of this.secrets) {
      const forms = [
        secret.slice(0, PART_LENGTH),
        secret.slice(-PART_LENGTH),
        btoa(secret),
        encodeURIComponent(secret),
      ];
      for (const [where, text] of this.#seen) {
        if (forms.some((form) => text.includes(form))) {
          leaks.add(`${what} in ${where}: ${text.slice(0, 300)}`);
        }
      }
    }
    return [...leaks];
  }
}
