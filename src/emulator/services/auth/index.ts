import type { Service } from "../service.ts";
import { authTokens } from "./tokens.ts";

/** `auth/v3`: tokens of apps. */
export const auth: Service = { routes: authTokens };
