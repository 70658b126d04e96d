import { userIds } from "../delivery/events.ts";
import type { Delivery, EmulatedApp, EmulatedUser } from "../platform/types.ts";
import { type Stage, sendEvent } from "./stage.ts";

/** A person chooses an entry of the menu that a bot has in its p2p chat. */
export async function chooseMenu(
  stage: Stage,
  user: EmulatedUser,
  eventKey: string,
  app?: EmulatedApp,
): Promise<Delivery[]> {
  const { appId } = stage.recordOf(app).app;
  return sendEvent(stage, [appId], "application.bot.menu_v6", {
    operator: { operator_name: user.name, operator_id: userIds(user) },
    event_key: eventKey,
    timestamp: Math.floor(stage.state.now() / 1000),
  });
}
