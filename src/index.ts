import { im } from "./api/im/index.ts";
import { type ClientOptions, Client as CoreClient, type Client as CoreClientOf } from "./client/index.ts";

export * from "./client/index.ts";
export * from "./event/index.ts";

const apis: { readonly im: typeof im } = { im: im };

/** Makes clients with every API. */
export interface FullClientConstructor {
  /**
   * @throws {TypeError} `appId` or `appSecret` is missing or empty.
   */
  new (options: ClientOptions): Client;
}

/** A client with every API. */
export type Client = CoreClientOf<typeof apis>;

/** Calls the platform as an app, with every API that lark-edge describes. A smaller one is in `lark-edge/core`. */
export const Client: FullClientConstructor = class extends (CoreClient as unknown as new (
  options: ClientOptions,
) => object) {
  constructor(options: ClientOptions) {
    super({ ...options, apis } as ClientOptions);
  }
} as never;
