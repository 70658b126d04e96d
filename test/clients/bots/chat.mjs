// What the bots of the Chat SDK do, whichever adapter they use: each text that a person writes is the name of an answer.
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Actions, Button, Card, CardText } from "chat";

async function* words() {
  for (const word of ["one ", "two ", "three"]) {
    yield word;
  }
}

const answers = {
  hello: (thread) => thread.post("Hello!"),
  stream: (thread) => thread.post(words()),
  react: (thread, message) => thread.adapter.addReaction(thread.id, message.id, "thumbs_up"),
  unreact: (thread, message) => thread.adapter.removeReaction(thread.id, message.id, "thumbs_up"),
  async edit(thread) {
    const sent = await thread.post("draft");
    await sent.edit("final");
  },
  async remove(thread) {
    const sent = await thread.post("wrong");
    await sent.delete();
  },
  async history(thread) {
    const { messages } = await thread.adapter.fetchMessages(thread.id, { limit: 10 });
    await thread.post(messages.map((message) => message.text).join(", "));
  },
  async info(thread) {
    const { name } = await thread.adapter.fetchChannelInfo(thread.adapter.channelIdFromThreadId(thread.id));
    await thread.post(`This is ${name}`);
  },
  card: (thread) =>
    thread.post(
      Card({
        title: "Order",
        children: [CardText("Is it right?"), Actions([Button({ id: "approve", label: "Approve", value: "42" })])],
      }),
    ),
  file: (thread) => thread.post({ markdown: "", files: [{ data: Buffer.from("a,b"), filename: "report.csv" }] }),
  async direct(thread, message) {
    const { adapter } = thread;
    await adapter.postMessage(await adapter.openDM(message.author.userId), "Only for you");
  },
};

async function answer(thread, message) {
  const [file] = message.attachments;
  if (file !== undefined) {
    await thread.post(`Read: ${await text(Readable.from([await file.fetchData()]))}`);
    return;
  }
  const name = message.text.trim().split(/\s+/).at(-1);
  await answers[name](thread, message);
}

/** Lets a bot answer messages, reactions and clicks, and starts it. */
export async function run(bot) {
  bot.onDirectMessage((thread, message) => answer(thread, message));
  bot.onNewMention((thread, message) => answer(thread, message));
  bot.onReaction(({ thread, emoji, added }) => thread.post(`${emoji.name} ${added ? "added" : "removed"}`));
  bot.onAction(({ thread, actionId, value }) => thread.post(`${actionId} is ${value}`));
  await bot.initialize();
}
