import type { Route } from "../gateway/route.ts";
import type { Slice } from "../platform/slice.ts";
import { auth } from "./auth/index.ts";
import { authen } from "./authen/index.ts";
import { avatars } from "./avatars.ts";
import { bitable } from "./bitable/index.ts";
import { bot } from "./bot/index.ts";
import { cardkit } from "./cardkit/index.ts";
import { cards } from "./cards/index.ts";
import { contact } from "./contact/index.ts";
import { docx } from "./docx/index.ts";
import { drive } from "./drive/index.ts";
import { im } from "./im/index.ts";
import { jssdk } from "./jssdk/index.ts";
import { longConnection } from "./long-connection/index.ts";
import { permission } from "./permission/index.ts";
import type { Service } from "./service.ts";
import { sheets } from "./sheets/index.ts";
import { transfer } from "./transfer/index.ts";
import { webhook } from "./webhook/index.ts";
import { wiki } from "./wiki/index.ts";

/** A new service is one folder, and one word here. */
const SERVICES: readonly Service[] = [
  auth,
  bot,
  contact,
  im,
  cardkit,
  cards,
  webhook,
  longConnection,
  drive,
  sheets,
  bitable,
  docx,
  transfer,
  permission,
  wiki,
  avatars,
  authen,
  jssdk,
];

/** Every operation with state. */
export const routes: readonly Route[] = SERVICES.flatMap((service) => service.routes);

/** The parts of a saved state that belong to services. */
export const slices: readonly Slice<object>[] = SERVICES.flatMap(({ slice }) => slice ?? []);
