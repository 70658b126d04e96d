// What the examples find in the emulator: a company, a chat, a spreadsheet.
import { Client } from "lark-edge";

const DOT = Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1]);

/** A spreadsheet with prices and a formula, a picture and an attachment. */
async function addSpreadsheet({ app: { appId, appSecret }, fetch }) {
  const client = new Client({ appId, appSecret, fetch });
  const { spreadsheet } = (await client.sheets.v3.spreadsheet.create({ data: { title: "Prices" } })).data;
  const { spreadsheet_token } = spreadsheet;
  const { sheets } = (await client.sheets.v3.spreadsheetSheet.query({ path: { spreadsheet_token } })).data;
  const at = (range) => `${sheets[0].sheet_id}!${range}`;
  const path = { spreadsheetToken: spreadsheet_token };

  const file_name = "manual.txt";
  const file = new Blob(["Turn it on."]);
  const upload = { file_name, parent_type: "sheet_file", parent_node: spreadsheet_token, size: file.size, file };
  const { file_token } = (await client.drive.v1.media.uploadAll({ data: upload })).data;
  const values = [
    ["pen", 2, { type: "attachment", fileToken: file_token, text: file_name }],
    ["ink", 5, null],
    ["all", { type: "formula", text: "=SUM(B1:B2)" }, null],
  ];
  await client.sheets.v2.spreadsheetValues.update({ path, data: { valueRange: { range: at("A1:C3"), values } } });
  await client.sheets.v2.spreadsheetValues.image({
    path,
    data: { range: at("C2:C2"), image: [...DOT], name: "dot.png" },
  });
  return {
    SPREADSHEET_TOKEN: spreadsheet_token,
    SOURCE_RANGE: at("A1:B3"),
    TARGET_RANGE: at("E1:F3"),
    RANGE: at("A1:C3"),
  };
}

/** More people than one page of a list holds. */
const GUESTS = 51;

/** People of a company, in two departments, one below the other. */
function addPeople(emulator, tenantKey) {
  const research = emulator.addDepartment({ name: "Research", tenantKey });
  const languages = emulator.addDepartment({ name: "Languages", parent: research, tenantKey });
  const ada = emulator.addUser({ name: "Ada", email: "ada@example.com", tenantKey });
  emulator.addUser({ name: "Edsger", departments: [research], tenantKey });
  emulator.addUser({ name: "Grace", departments: [research, languages], tenantKey });
  for (let index = 1; index <= GUESTS; index += 1) {
    emulator.addUser({ name: `Guest ${index}`, departments: [languages], tenantKey });
  }
  return ada;
}

const toEnv = ({ appId, appSecret, encryptKey, verificationToken }) => ({
  APP_ID: appId,
  APP_SECRET: appSecret,
  ENCRYPT_KEY: encryptKey,
  VERIFICATION_TOKEN: verificationToken,
});

/** Plays a person on call, who takes an alert, reports it and solves it. */
function followAlert(emulator, user) {
  let chat;
  emulator.changes.listen((change) => {
    if (change.type === "chat") {
      chat = change.chat;
    }
  });
  return async (bot) => {
    await emulator.connect(bot);
    const [card] = emulator.messages(chat);
    await emulator.press(card, "I take it", { user });
    console.log(`the group is "${chat.name}"`);
    await emulator.say(user, chat, "The disk was full.");
    await emulator.say(user, chat, "/solve");
    console.log(`the group is "${chat.name}"`);
  };
}

/** Plays a person in the chat, who approves an expense and sees the card change when it is booked. */
function decideExpense(emulator, chat, user) {
  return async (bot) => {
    await emulator.connect(bot);
    const changed = new Promise((resolve) => {
      const stop = emulator.changes.listen(({ type, message }) => {
        if (type === "message-changed") {
          stop();
          resolve(message);
        }
      });
    });
    const [card] = emulator.messages(chat);
    const form_value = { comment: "needed", cost_center: "it" };
    await emulator.press(card, "Approve", { user, action: { form_value } });
    console.log(`the card says "${(await changed).text.replaceAll("\n", " ")}"`);
  };
}

/**
 * Fills an emulator for an example.
 *
 * @returns The environment that the example is run with, and what sends it its event if it receives one.
 */
export async function arrange(emulator, name) {
  const { app } = emulator;
  if (name === "marketplace-tenant") {
    const shop = emulator.addApp({ name: "Shop", appType: "marketplace" });
    const { tenantKey } = emulator.addTenant({ name: "Customer" });
    addPeople(emulator, tenantKey);
    const deliver = async (bot) => {
      await emulator.connect(bot, shop);
      await emulator.pushAppTicket(shop);
    };
    return { env: { ...toEnv(shop), TENANT_KEY: tenantKey }, deliver };
  }
  const ada = addPeople(emulator, app.tenantKey);
  if (name === "alert-bot") {
    return { env: { ...toEnv(app), ON_CALL: ada.openId }, deliver: followAlert(emulator, ada) };
  }
  const chat = emulator.addChat({ name: "Orders", users: [ada] });
  const env = {
    ...toEnv(app),
    CHAT_ID: chat.chatId,
    DEPARTMENT_ID: "0",
    EMAIL: "ada@example.com",
    USER_ACCESS_TOKEN: emulator.userAccessToken(ada),
    ...(await addSpreadsheet(emulator)),
  };
  const deliver = async (bot) => {
    await emulator.connect(bot);
    await emulator.push({ type: "acme.order.paid_v1", event: { order_id: "1234", amount: 19.9 } });
  };
  return { env, deliver: name.startsWith("expense-approval") ? decideExpense(emulator, chat, ada) : deliver };
}
