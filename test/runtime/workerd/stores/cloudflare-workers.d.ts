// The one name of workerd's own module that the tests use; its types would replace those of the DOM.
declare module "cloudflare:workers" {
  export class DurableObject<Env = unknown> {
    protected ctx: { storage: import("lark-edge/store/durable-object").ObjectStorage };
    protected env: Env;
    constructor(ctx: DurableObject["ctx"], env: Env);
  }
}
