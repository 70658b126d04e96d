// Under `exactOptionalPropertyTypes` a variable that may be undefined fits every option.
import type {
  CallOptions,
  ClientOptions,
  ExplainOptions,
  PageOptions,
  RawRequest,
  RetryOptions,
} from "../../src/client/index.ts";
import type { CustomBotOptions } from "../../src/custom-bot/index.ts";
import type {
  Emulator,
  EmulatorOptions,
  EventRequestOptions,
  Fault,
  GatewayRefusal,
  NewChat,
  PushedEvent,
  SayOptions,
  WaitOptions,
} from "../../src/emulator/index.ts";
import type {
  CardActionAnswer,
  EventDispatcherOptions,
  FlatHandlers,
  HostContext,
  OnceOptions,
} from "../../src/event/index.ts";
import type { ConnectOptions } from "../../src/long-connection/index.ts";
import type * as official from "../../src/official/index.ts";
import type { SendOptions, UpdateLaterOptions } from "../../src/send/index.ts";
import type { DenoKvStoreOptions } from "../../src/store/backends/deno-kv.ts";
import type { DurableObjectStoreOptions } from "../../src/store/backends/durable-object.ts";
import type { RedisStoreOptions } from "../../src/store/backends/redis.ts";
import type { UpstashStoreOptions } from "../../src/store/backends/upstash.ts";
import { same } from "./expect.ts";

type Optional<T, Name extends keyof T> = {} extends Pick<T, Name> ? Name : never;
type TakesUndefined<T, Name extends keyof T> = { [One in Name]: undefined } extends Pick<T, Name> ? true : false;
/** The names of the optional members that do not take `undefined`. */
type Strict<T> = {
  [Name in keyof T]-?: Optional<T, Name> extends never ? never : TakesUndefined<T, Name> extends true ? never : Name;
}[keyof T];
/** What a method takes as its first argument. */
type Given<Method extends (...given: never[]) => unknown> = NonNullable<Parameters<Method>[0]>;

same<Strict<{ a: string; b?: string; c?: string | undefined }>, "b">();

same<Strict<ClientOptions>, never>();
same<Strict<CallOptions>, never>();
same<Strict<PageOptions>, never>();
same<Strict<RetryOptions>, never>();
same<Strict<RawRequest>, never>();
same<Strict<ExplainOptions>, never>();
same<Strict<CustomBotOptions>, never>();
same<Strict<EventDispatcherOptions>, never>();
same<Strict<FlatHandlers<"im.message.receive_v1">>, never>();
same<Strict<HostContext>, never>();
same<Strict<OnceOptions>, never>();
same<Strict<CardActionAnswer>, never>();
same<Strict<ConnectOptions>, never>();
same<Strict<SendOptions>, never>();
same<Strict<UpdateLaterOptions>, never>();
same<Strict<official.ClientOptions>, never>();
same<Strict<official.WSClientOptions>, never>();
same<Strict<official.AdaptOptions>, never>();
same<Strict<DenoKvStoreOptions>, never>();
same<Strict<DurableObjectStoreOptions>, never>();
same<Strict<RedisStoreOptions>, never>();
same<Strict<UpstashStoreOptions>, never>();

same<Strict<EmulatorOptions>, never>();
same<Strict<NonNullable<EmulatorOptions["app"]>>, never>();
same<Strict<EventRequestOptions>, never>();
same<Strict<Fault>, never>();
same<Strict<GatewayRefusal>, never>();
same<Strict<NewChat>, never>();
same<Strict<PushedEvent>, never>();
same<Strict<SayOptions>, never>();
same<Strict<WaitOptions>, never>();
same<Strict<Given<Emulator["addApp"]>>, never>();
same<Strict<Given<Emulator["addTenant"]>>, never>();
same<Strict<Given<Emulator["addUser"]>>, never>();
same<Strict<Given<Emulator["addDepartment"]>>, never>();
same<Strict<Given<Emulator["addFile"]>>, never>();
same<Strict<Given<Emulator["addWebhook"]>>, never>();
same<Strict<Given<Emulator["addWikiSpace"]>>, never>();
