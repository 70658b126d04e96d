import { DOMAINS } from "./domains.ts";

/** Lets a domain for which the client was given no table say what to import. */
export function explainMissing(client: object): void {
  for (const name of DOMAINS.split(" ")) {
    if (!(name in client)) {
      const get = () => {
        throw new TypeError(`import { ${name} } from "lark-edge/api/${name}", pass apis: { ${name} }`);
      };
      Object.defineProperty(client, name, { configurable: true, get });
    }
  }
}
