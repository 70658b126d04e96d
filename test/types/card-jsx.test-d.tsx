/** @jsxImportSource ../../src/card */
// Lines under `@ts-expect-error` must not compile; everything else must. Never run.

import { defineCard } from "../../src/card/index.ts";
import { same } from "./expect.ts";

interface Expense {
  id: string;
  amount: number;
}

interface Approve {
  submit: "approve";
  value: { id: string };
  form: { comment: string };
}

const Row = ({ label, children }: { label: string; children?: unknown }) => (
  <column_set>
    <column>
      <markdown>**{label}**</markdown>
    </column>
    <column>{children as never}</column>
  </column_set>
);

// What comes back is declared: JSX tells nothing of its children.
const expense = defineCard<Expense, Approve>("expense", ({ id, amount }) => (
  <card header={{ title: "Expense", template: "blue" }}>
    <markdown text_align="center">**{amount} €**</markdown>
    {amount > 100 && <hr />}
    <Row label="Cost centre">
      <div>{{ tag: "lark_md", content: "IT" }}</div>
    </Row>
    <form name="approval">
      <input name="comment" required placeholder="Why?" />
      <select_static name="cost_center" options={[{ text: "IT", value: "it" }]} />
      <>
        <button submit="approve" type="primary" value={{ id }}>
          Approve
        </button>
        <button form_action_type="reset" name="reset">
          Reset
        </button>
      </>
    </form>
  </card>
));
declare const click: Parameters<typeof expense.read>[0];
const action = expense.read(click);
if (action) {
  same<typeof action.form, { comment: string }>();
  same<typeof action.token, string>();
}

// Without a declaration it is loose.
const loose = defineCard("loose", () => (
  <card>
    <hr />
  </card>
));
const any = loose.read(click);
if (any) {
  same<typeof any.submit, string | undefined>();
}

// @ts-expect-error no such type of button
<button type="prime">a</button>;
const line = <hr />;
// @ts-expect-error a button holds text
<button>{line}</button>;
// @ts-expect-error a picture needs a text for those who do not see it
<img img_key="img_1" />;
// @ts-expect-error no such component
<buton />;
// @ts-expect-error no such property
<hr colour="red" />;
// @ts-expect-error a field needs a name
<input placeholder="Why?" />;
// @ts-expect-error a part takes its attributes
<Row />;
