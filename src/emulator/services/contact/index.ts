import type { Service } from "../service.ts";
import { contactDepartment } from "./department.ts";
import { contactOf } from "./state.ts";
import { contactUser } from "./user.ts";

/** `contact/v3`: people and departments. */
export const contact: Service = { routes: [...contactDepartment, ...contactUser], slice: contactOf };
