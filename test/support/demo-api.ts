import { im } from "lark-edge/api/im";
import {
  type Api,
  type CallOptions,
  Client,
  type ClientOptions,
  type Download,
  type Envelope,
  type Paged,
  type PageOptions,
  type Pages,
} from "lark-edge/core";

/** Calls an operation of {@link demo}; its answer is whatever the test's platform says. */
export type Call<Answer = Envelope<Record<string, unknown>>> = (
  payload?: {
    path?: Record<string, unknown> | undefined;
    params?: Record<string, unknown> | undefined;
    data?: unknown;
  },
  options?: CallOptions,
) => Promise<Answer>;

/** The data of a page in the tests. */
export interface PageData {
  items?: unknown[] | null;
  entries?: unknown[];
}

type PagePayload = { params?: Record<string, unknown>; data?: unknown };
type List<Field extends keyof PageData> = (payload?: PagePayload, options?: PageOptions) => Paged<PageData, Field>;
type Scan = (payload?: PagePayload, options?: PageOptions) => Pages<PageData>;

/** A made-up domain with one operation of each kind. */
export const demo: Api<{
  v1: {
    thing: {
      get: Call;
      pair: Call;
      post: Call;
      copy: Call;
      put: Call;
      remove: Call;
      form: Call;
      upload: Call;
      file: Call<Download>;
    };
    identity: { user: Call; app: Call; none: Call; any: Call };
    page: { list: List<"items">; find: List<"entries">; query: List<"items">; scan: Scan };
    place: { account: Call; ticket: Call };
  };
}> = {
  project: "demo",
  operations: `
v1
thing /~s get/:id,t pair/:id_type/:id,tGET post,t,i=uuid copy/~,t,i=client_token put/:id,tPUT remove/:id,tDELETE form/~,t,f upload/~,t,m file/:id/~,tGET,b
identity  user/~,uGET app/~,aGET none/open,-GET any/~,GET
page /~s list,t,p find/~,tGET,p=entries query/~,t,P scan/~,tGET,p=
place /~s account,-GET,o=accounts ticket/~,tGET,h`,
};

const APIS = { im, demo };
/** A client with `im` and {@link demo}. */
export type TestClient = Client<typeof APIS>;

/** An app's credentials that only {@link fakePlatform} takes. */
export const APP = { appId: "cli_0123456789abcdef", appSecret: "secret-of-the-app" };

/** Makes a client for a `fetch`. */
export const clientFor = (fetch: ClientOptions["fetch"], options: Partial<ClientOptions> = {}): TestClient =>
  new Client({ ...APP, loggerLevel: "silent", ...options, fetch, apis: APIS });
