import { Client } from "lark-edge";

interface Env {
  APP_ID: string;
  APP_SECRET: string;
  LARK_DOMAIN?: string;
  /** `0` is the company itself. */
  DEPARTMENT_ID: string;
}

/** Lists the people of a department and of every department below it, however many pages that takes. */
export async function run(env: Env): Promise<void> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });

  const departments = [env.DEPARTMENT_ID];
  const below = client.contact.v3.department.children({
    path: { department_id: env.DEPARTMENT_ID },
    params: { fetch_child: true, page_size: 50 },
  });
  for await (const { open_department_id } of below) {
    departments.push(open_department_id ?? "");
  }

  // A person may be in several departments.
  const names = new Map<string, string>();
  for (const department_id of departments) {
    const users = client.contact.v3.user.findByDepartment({ params: { department_id, page_size: 50 } });
    for await (const { open_id = "", name = "" } of users) {
      names.set(open_id, name);
    }
  }
  const [first, second] = names.values();
  console.log(`${names.size} people in ${departments.length} departments: ${first}, ${second} and others`);
}
