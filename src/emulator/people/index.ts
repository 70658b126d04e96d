import { cardkitOf } from "../services/cardkit/state.ts";
/**
 * What people do: one file an act.
 *
 * @module
 */
import { addWebhook } from "../services/webhook/hook.ts";
import { addSpace } from "../services/wiki/space.ts";
import { addFile } from "./add-file.ts";
import { chooseMenu } from "./choose-menu.ts";
import { click } from "./click.ts";
import { disband } from "./disband.ts";
import { enter } from "./enter.ts";
import { forward } from "./forward.ts";
import { addBot, addMembers } from "./join.ts";
import { removeBot, removeMembers } from "./leave.ts";
import { press } from "./press.ts";
import { react } from "./react.ts";
import { read } from "./read.ts";
import { recall } from "./recall.ts";
import { say } from "./say.ts";
import type { Stage } from "./stage.ts";
import type { Acts } from "./types.ts";
import { withdraw } from "./withdraw.ts";

export { act } from "./click.ts";
export { type Said, type Words, write } from "./say.ts";
export { connectedApps, type Stage } from "./stage.ts";
export type { Acts, Mentioned } from "./types.ts";
export { waitForBot } from "./wait.ts";

/** Every act as a method of the emulator. */
export function createActs(stage: Stage): Acts {
  return {
    say: (...given) => say(stage, ...given),
    click: (...given) => click(stage, ...given),
    press: (...given) => press(stage, ...given),
    react: (...given) => react(stage, ...given),
    recall: (...given) => recall(stage, ...given),
    read: (...given) => read(stage, ...given),
    enter: (...given) => enter(stage, ...given),
    chooseMenu: (...given) => chooseMenu(stage, ...given),
    disband: (...given) => disband(stage, ...given),
    forward: (...given) => forward(stage, ...given),
    addMembers: (...given) => addMembers(stage, ...given),
    removeMembers: (...given) => removeMembers(stage, ...given),
    addBot: (...given) => addBot(stage, ...given),
    removeBot: (...given) => removeBot(stage, ...given),
    withdraw: (...given) => withdraw(stage, ...given),
    addFile: (file) => addFile(stage, file),
    addWebhook: (hook) => addWebhook(stage.state, hook),
    addWikiSpace: (space) => {
      const { tenantKey } = stage.recordOf().app;
      const { spaceId } = addSpace(stage.state, { ...space, tenantKey: space.tenantKey ?? tenantKey });
      return { spaceId };
    },
    addCardTemplate(templateId, card) {
      cardkitOf(stage.state).templates.set(templateId, { templateId, card: structuredClone(card) });
    },
  };
}
