/** @jsxImportSource lark-edge/card */
import { Client, EventDispatcher } from "lark-edge";
import { at, defineCard, md } from "lark-edge/card";
import { card as cardMessage } from "lark-edge/message";
import { send, updateLater } from "lark-edge/send";

type Env = Record<"APP_ID" | "APP_SECRET" | "CHAT_ID" | "ENCRYPT_KEY" | "VERIFICATION_TOKEN", string> & {
  LARK_DOMAIN?: string;
};
type Expense = { id: string; amount: number; what: string };
/** What the buttons bring back: the compiler does not see it in JSX. */
type Decision = { submit: "approved" | "rejected"; value: { id: string }; form: { comment: string } };

const Choice = ({ submit, id, label }: { submit: Decision["submit"]; id: string; label: string }) => (
  <column>
    <button submit={submit} type={submit === "approved" ? "primary" : "danger"} value={{ id }}>
      {label}
    </button>
  </column>
);

const expense = defineCard<Expense, Decision>("expense", ({ id, amount, what }) => (
  <card header={{ title: "Expense", template: "blue" }}>
    <markdown>{md`**${amount} €** for ${what}`}</markdown>
    <form name="decision">
      <input name="comment" required placeholder="Comment" />
      <select_static name="cost_center" options={[{ text: "IT", value: "it" }]} placeholder="Cost centre" />
      <column_set>
        <Choice submit="approved" id={id} label="Approve" />
        <Choice submit="rejected" id={id} label="Reject" />
      </column_set>
    </form>
  </card>
));

/** Sends an expense to a chat for approval, with its card in JSX. */
export async function run(env: Env): Promise<EventDispatcher> {
  const client = new Client({ appId: env.APP_ID, appSecret: env.APP_SECRET, domain: env.LARK_DOMAIN });
  const events = new EventDispatcher({ encryptKey: env.ENCRYPT_KEY, verificationToken: env.VERIFICATION_TOKEN });

  events.onCardAction(expense, (action, ctx) => {
    const { operator, submit, value, form } = action;
    return updateLater(client, action, ctx, async (update) => {
      console.log(`expense ${value.id} is ${submit}: ${form.comment}`);
      const text = md`${submit} by ${at(operator.open_id)}: ${form.comment}`;
      await update(
        <card header={{ title: "Expense", template: "green" }}>
          <markdown>{text}</markdown>
        </card>,
      );
    });
  });
  await send(
    client,
    { chat_id: env.CHAT_ID },
    cardMessage(expense.render({ id: "7", amount: 42, what: "a keyboard" })),
  );
  return events;
}
