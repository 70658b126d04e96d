import { parseObject } from "../platform/json.ts";
import type { Delivery, EmulatedMessage } from "../platform/types.ts";
import { findButton } from "../services/cards/buttons.ts";
import { actAs } from "./click.ts";
import { findMessage, type Stage } from "./stage.ts";
import type { ClickOptions } from "./types.ts";

/** A person presses the button of a card that has this text or name. */
export async function press(
  stage: Stage,
  given: EmulatedMessage | string,
  button: string,
  options: Omit<ClickOptions, "tag"> = {},
): Promise<Delivery> {
  const message = findMessage(stage, given);
  const { value, name, form } = findButton(parseObject(message.content), button);
  const action = {
    value,
    tag: "button",
    ...(name === undefined ? {} : { name }),
    ...(form === undefined ? {} : { form_value: {} }),
  };
  return actAs(stage, message, action, options);
}
