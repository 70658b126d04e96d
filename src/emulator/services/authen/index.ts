import type { Service } from "../service.ts";
import { authenAuthorize } from "./authorize.ts";
import { authenOf } from "./state.ts";
import { authenToken } from "./token.ts";

/** `authen`: people sign in, and their tokens. */
export const authen: Service = { routes: [...authenAuthorize, ...authenToken], slice: authenOf };
