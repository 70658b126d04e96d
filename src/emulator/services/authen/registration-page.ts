import type { Answer, OpenCall } from "../../gateway/route.ts";
import { isObject, parseJson } from "../../platform/json.ts";
import type { EmulatedApp, EmulatedUser } from "../../platform/types.ts";
import { addApp, addChat } from "../../platform/world.ts";
import { oauthError } from "./errors.ts";
import { accountsPage, decisionForm, escapeHtml, linkWith, peopleList } from "./pages.ts";
import { type Registration, registrationsOf } from "./state.ts";
import { type Words, wordsOf } from "./words.ts";

/** The platform's own address of the page is not documented. */
export const REGISTRATION_PAGE = "/page/launcher";

/** What a program wishes for the app. */
interface Addons {
  /** Whether the app has the scopes of the platform's template, too. */
  hasPreset: boolean;
  scopes: string[];
  /** Events and callbacks. */
  others: string[];
}

const namesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) {
    return value.filter((name) => typeof name === "string");
  }
  return isObject(value) ? Object.values(value).flatMap(namesIn) : [];
};

/** Reads what stands in the link as JSON, gzip and base64. Undefined if it is something else. */
async function readAddons(text: string | null): Promise<Addons | undefined> {
  if (text === null) {
    return { hasPreset: true, scopes: [], others: [] };
  }
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const addons = parseJson(await new Response(unpacked).text());
    if (!isObject(addons)) {
      return undefined;
    }
    const { preset, scopes, events, callbacks } = addons;
    const [named, others] = [namesIn(scopes), namesIn([events, callbacks].filter(isObject).flatMap(Object.values))];
    return { hasPreset: preset !== false, scopes: [...new Set(named)], others: [...new Set(others)] };
  } catch {
    return undefined;
  }
}

/** The apps that the person can choose in place of a new one. */
function appsOf({ state, query }: OpenCall, { tenantKey }: EmulatedUser): EmulatedApp[] {
  const wanted = query.get("clientID");
  return query.get("createOnly") === "true"
    ? []
    : [...state.apps.values()]
        .map(({ app }) => app)
        .filter((app) => app.tenantKey === tenantKey && (wanted === null || app.appId === wanted));
}

/** The name of a new app, as the link proposes it. */
const proposedName = (query: URLSearchParams, { name }: EmulatedUser): string =>
  (query.get("name") ?? "{user}'s bot").replaceAll("{user}", name);

/** The page on which a person chooses the app, and confirms or refuses. */
function choicePage(call: OpenCall, { say, ...rest }: Words, user: EmulatedUser, addons: Addons): Answer {
  const { query } = call;
  const apps = appsOf(call, user);
  const wanted = query.get("clientID");
  const radio = (value: string, words: string, isChosen: boolean): string =>
    `<label><input type="radio" name="app" value="${escapeHtml(value)}"${isChosen ? " checked" : ""}> ${escapeHtml(words)}</label>`;
  const hasNew = wanted === null || apps.length === 0;
  const newApp = hasNew
    ? `${radio("", say("A new app"), true)}<label>${escapeHtml(say("Name of the app"))}: <input name="app_name" value="${escapeHtml(proposedName(query, user))}"></label>`
    : "";
  const known = apps.map((app) => radio(app.appId, `${app.name} (${app.appId})`, !hasNew));
  const names = [...addons.scopes, ...addons.others].map((name) => `<li>${escapeHtml(name)}</li>`).join("");
  const gets = names === "" ? "" : `<p>${escapeHtml(say("The app gets"))}</p><ul>${names}</ul>`;
  const sentence = say("{user}, a program wants to use an app of yours. It gets the id and the secret of the app.", {
    user: user.name,
  });
  const body = `<p>${escapeHtml(sentence)}</p>${newApp}${known.join("")}${gets}`;
  const form = decisionForm(query, { open_id: user.openId }, body, [say("Confirm"), say("Deny")]);
  return accountsPage({ say, ...rest }, say("Create an app"), form);
}

/** Makes or changes the app that the person has chosen. */
function chooseApp(call: OpenCall, user: EmulatedUser, { hasPreset, scopes }: Addons): EmulatedApp {
  const { state, query } = call;
  const chosen = query.get("app") ?? query.get("clientID") ?? "";
  const known = appsOf(call, user).find(({ appId }) => appId === chosen);
  if (known !== undefined) {
    if (known.scopes !== undefined) {
      known.scopes = [...new Set([...known.scopes, ...scopes])];
    }
    return known;
  }
  const name = query.get("app_name") || proposedName(query, user);
  const app = addApp(state, { name, scopes: hasPreset ? undefined : scopes }, user.tenantKey);
  addChat(state, { users: [user] }, app);
  return app;
}

const find = (call: OpenCall): Registration | undefined => {
  const userCode = call.query.get("user_code")?.toUpperCase();
  const found = [...registrationsOf(call.state).values()].find((one) => one.userCode === userCode);
  const isOver = found === undefined || found.expiresAt <= call.state.now() || found.isDenied || found.appId;
  return isOver ? undefined : found;
};

/** The page on which a person creates the app of a program. */
export async function registrationPage(call: OpenCall): Promise<Answer> {
  const { state, query, request } = call;
  const words = wordsOf(request);
  const registration = find(call);
  const addons = await readAddons(query.get("addons"));
  if (registration === undefined || addons === undefined) {
    return { ...accountsPage(words, words.say("This link is not valid"), ""), status: 404 };
  }
  const chosen = query.get("open_id") ?? query.get("person");
  if (chosen === null) {
    const link = ({ openId, name }: EmulatedUser): string => linkWith(query, { person: openId }, name);
    return accountsPage(words, words.say("Create an app"), peopleList([...state.users.values()], link));
  }
  const user = state.users.get(chosen);
  if (user === undefined) {
    throw oauthError(20008);
  }
  if (query.get("open_id") === null) {
    return choicePage(call, words, user, addons);
  }
  registration.openId = user.openId;
  if (query.get("decision") === "deny") {
    registration.isDenied = true;
    return accountsPage(words, words.say("You did not agree"), "");
  }
  registration.appId = chooseApp(call, user, addons).appId;
  const back = words.say("You can go back to the program.");
  return accountsPage(words, words.say("The app is ready"), `<p>${escapeHtml(back)}</p>`);
}
