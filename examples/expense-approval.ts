import { Client, EventDispatcher } from "lark-edge";
import {
  at,
  button,
  card,
  column,
  column_set,
  defineCard,
  form,
  input,
  markdown,
  md,
  select_static,
} from "lark-edge/card";
import { card as cardMessage } from "lark-edge/message";
import { send, updateLater } from "lark-edge/send";

type Env = Record<"APP_ID" | "APP_SECRET" | "CHAT_ID" | "ENCRYPT_KEY" | "VERIFICATION_TOKEN", string> & {
  LARK_DOMAIN?: string;
};

/** The request, with a form for the decision. The handler below gets the types of its values and fields. */
const expense = defineCard("expense", ({ id, amount, what }: { id: string; amount: number; what: string }) =>
  card(
    [
      markdown(md`**${amount} €** for ${what}`),
      form("decision", [
        input("comment", { required: true, placeholder: "Comment" }),
        select_static("cost_center", [{ text: "IT", value: "it" }], { placeholder: "Cost centre" }),
        column_set([
          column([button("Approve", { submit: "approved", type: "primary", value: { id } })]),
          column([button("Reject", { submit: "rejected", type: "danger", value: { id } })]),
        ]),
      ]),
    ],
    { header: { title: "Expense", template: "blue" } },
  ),
);

/** Sends an expense to a chat for approval, and shows the decision when it is booked. */
export async function run(env: Env): Promise<EventDispatcher> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });

  events.onCardAction(expense, (action, ctx) => {
    const { operator, submit, value, form } = action;
    const answer = { toast: { type: "info", content: "Booking…" } } as const;
    const book = async () => console.log(`expense ${value.id} is ${submit}: ${form.comment}`);
    return updateLater(
      client,
      action,
      ctx,
      async (update) => {
        await book();
        const text = md`${submit} by ${at(operator.open_id)}: ${form.comment}`;
        await update(card([markdown(text)], { header: { title: "Expense", template: "green" } }));
      },
      { answer },
    );
  });
  await send(
    client,
    { chat_id: env.CHAT_ID },
    cardMessage(expense.render({ id: "7", amount: 42, what: "a keyboard" })),
  );
  return events;
}
