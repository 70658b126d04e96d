import type { Answer, Call, Route } from "../../gateway/route.ts";
import { route, service } from "../../gateway/service.ts";
import { mapOf, number, objectOf, text } from "../../platform/shape.ts";
import { defineSlice, type Slice } from "../../platform/slice.ts";
import type { Service } from "../service.ts";
import { success } from "../success.ts";

const LIFE_MS = 7_200_000;

interface Ticket {
  value: string;
  expiresAt: number;
}

/** The newest ticket of each app, tenant and person. */
const jssdkOf: Slice<{ readonly tickets: Map<string, Ticket> }> = defineSlice(
  "jssdk",
  () => ({ tickets: new Map<string, Ticket>() }),
  { tickets: mapOf(objectOf<Ticket>({ value: text, expiresAt: number })) },
);

function getTicket({ state, caller }: Call): Answer {
  const { tickets } = jssdkOf(state);
  const place = [caller.app.app.appId, caller.tenantKey, caller.user?.openId ?? ""].join(":");
  let ticket = tickets.get(place);
  if (ticket === undefined || ticket.expiresAt <= state.now()) {
    ticket = { value: state.ids.hex("jsapi-ticket", 40), expiresAt: state.now() + LIFE_MS };
    tickets.set(place, ticket);
  }
  return success({ ticket: ticket.value, expire_in: Math.floor((ticket.expiresAt - state.now()) / 1000) });
}

/** Tickets for the JSAPI of pages inside the client. Page: https://open.feishu.cn/document/ukTMukTMukTM/uYTM5UjL2ETO14iNxkTN/h5_js_sdk/authorization */
const routes: readonly Route[] = service("jssdk", [
  route("POST ticket/get", getTicket, [["The same ticket until it expires after two hours", "assumption"]]),
]);

/** `jssdk`: tickets for pages inside the client. */
export const jssdk: Service = { routes, slice: jssdkOf };
