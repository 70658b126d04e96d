import { type AllTrees, apis } from "./api/index.ts";
import {
  type ClientBase,
  type ClientOptions,
  Client as CoreClient,
  type KeylessClientOptions,
} from "./client/index.ts";

export * from "./client/index.ts";
export * from "./event/index.ts";
export * from "./official-names/index.ts";

/** Makes clients with every API. */
export interface FullClientConstructor {
  /**
   * @throws {TypeError} `appId` is missing or empty, or `appSecret` while there is no `assertion`.
   */
  new (options: ClientOptions | KeylessClientOptions): FullClient;
}

/** A client with every API. */
interface FullClient extends ClientBase, AllTrees {}

/** Calls the platform as an app, with every API that lark-edge describes. A smaller one is in `lark-edge/core`. */
const FullClient: FullClientConstructor = class extends (CoreClient as unknown as new (options: object) => object) {
  constructor(options: ClientOptions | KeylessClientOptions) {
    super({ ...options, apis });
  }
} as never;

export { FullClient as Client };
