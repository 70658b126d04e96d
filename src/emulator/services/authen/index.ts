import type { Service } from "../service.ts";
import { authenAuthorize } from "./authorize.ts";
import { authenDevice } from "./device.ts";
import { appRegistration } from "./registration.ts";
import { authenOf } from "./state.ts";
import { authenToken, authenTokenOfV3 } from "./token.ts";

/** `authen`: people sign in, and their tokens. */
export const authen: Service = {
  routes: [...authenAuthorize, ...authenToken, ...authenTokenOfV3, ...authenDevice, ...appRegistration],
  slice: authenOf,
};
