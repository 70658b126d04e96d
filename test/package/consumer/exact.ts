// With `exactOptionalPropertyTypes`, a property that may be `undefined` makes what comes back optional.
import { button, card, defineCard, form, input, select_img } from "lark-edge/card";
import { readMessage } from "lark-edge/message";

declare const isRequired: true | undefined;
declare const value: { id: string } | undefined;
declare const event: { message_id: string; mentions: object[] | undefined; content: string | undefined };

const expense = defineCard("expense", () =>
  card([
    form("f", [
      input("comment", { required: isRequired }),
      select_img("receipt", [{ img_key: "img_1", value: "a" }], { multi_select: isRequired }),
      button("Approve", { submit: "approve", value }),
    ]),
  ]),
);
declare const click: Parameters<typeof expense.read>[0];
const action = expense.read(click);
if (action) {
  action.form.comment satisfies string | undefined;
  // @ts-expect-error it may be missing
  action.form.comment satisfies string;
  // @ts-expect-error it is a list, or a text
  action.form.receipt satisfies string | undefined;
  // @ts-expect-error the button may have no value
  action.value.id satisfies string;
}
readMessage(event);
