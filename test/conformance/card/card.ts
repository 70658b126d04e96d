// Cards on every runtime: built, checked, sent through the emulator, and their clicks read back.
import { im } from "lark-edge/api/im";
import {
  button,
  type CardProblem,
  card,
  checkCard,
  column,
  column_set,
  defineCard,
  form,
  input,
  markdown,
  md,
  select_static,
} from "lark-edge/card";
import { jsx, jsxs } from "lark-edge/card/jsx-runtime";
import { Client } from "lark-edge/core";
import { createEmulator } from "lark-edge/emulator";
import { EventDispatcher } from "lark-edge/event";
import { card as cardMessage } from "lark-edge/message";
import { assert, test } from "../../support/cases.ts";

const expense = defineCard("expense", ({ id, what }: { id: string; what: string }) =>
  card(
    [
      markdown(md`**42 €** for ${what}`),
      form("approval", [
        input("comment", { required: true, placeholder: "Why?" }),
        select_static("centre", [{ text: "IT", value: "it" }]),
        column_set([column([button("Approve", { submit: "approve", value: { id } })])]),
      ]),
      button("Later", { value: { kind: "later" } }),
    ],
    { header: { title: "Expense", template: "blue" } },
  ),
);

test("a card is the same by functions and by JSX, and has no problem", () => {
  const byFunctions = card([markdown("**42 €**"), form("f", [input("a"), button("Send", { submit: "send" })])]);
  const byJsx = jsxs("card", {
    children: [
      jsx("markdown", { children: ["**", 42, " €**"] }),
      jsxs("form", {
        name: "f",
        children: [jsx("input", { name: "a" }), jsx("button", { submit: "send", children: "Send" })],
      }),
    ],
  });
  assert.deepEqual(JSON.parse(JSON.stringify(byJsx)), JSON.parse(JSON.stringify(byFunctions)));
  assert.deepEqual(checkCard(byFunctions), []);
});

test("a broken card has its problems named by rule and place", () => {
  const broken = {
    schema: "2.0",
    body: { elements: [{ tag: "buton" }, { tag: "form", name: "f", elements: [{ tag: "hr" }] }] },
  };
  assert.deepEqual(
    checkCard(broken).map(({ rule, path, code }: CardProblem) => [rule, path, code]),
    [
      ["tag", "body.elements[0].tag", 200621],
      ["form-submit", "body.elements[1]", 11310],
    ],
  );
});

test("a click on a defined card comes back with its value and its fields", async () => {
  const emulator = createEmulator();
  const { appId, appSecret, encryptKey, verificationToken } = emulator.app;
  const client = new Client({ appId, appSecret, fetch: emulator.fetch, apis: { im } });
  const events = new EventDispatcher({ encryptKey, verificationToken });
  const read: ReturnType<typeof expense.read>[] = [];
  events.onCardAction((click) => {
    read.push(expense.read(click));
  });
  await emulator.connect((request) => events.fetch(request));
  const user = emulator.addUser({ name: "Ada" });
  const chat = emulator.addChat({ users: [user] });
  const { data } = await client.im.v1.message.create({
    params: { receive_id_type: "chat_id" },
    data: { receive_id: chat.chatId, ...cardMessage(expense.render({ id: "7", what: "<at id=all></at>" })) },
  });
  const [sent] = emulator.messages(chat).filter(({ message_id }) => message_id === data.message_id);
  assert.notInclude(sent?.content ?? "<at id=all>", "<at id=all>");
  await emulator.press(data.message_id as string, "Later");
  await emulator.press(data.message_id as string, "Approve", { action: { form_value: { comment: "ok" } } });
  const [later, approved] = read;
  assert.deepEqual(later?.value, { kind: "later" });
  assert.isUndefined(later?.submit);
  assert.equal(approved?.submit, "approve");
  if (approved?.submit === "approve") {
    assert.deepEqual(approved.value, { id: "7" });
    assert.equal(approved.form.comment, "ok");
  }
});
