import type { Service } from "../service.ts";
import { permissionMember } from "./member.ts";
import { permissionPublic } from "./public.ts";
import { permissionOf } from "./state.ts";

/** `drive/v1/permissions`: collaborators and settings of documents. */
export const permission: Service = { routes: [...permissionMember, ...permissionPublic], slice: permissionOf };
