#!/usr/bin/env node
// npm create lark-edge@latest my-bot: writes a bot's project, and prompts for the answers that the command line lacks.
import { createInterface } from "node:readline/promises";
import { HELP, readArguments } from "./arguments.mjs";
import { writeProject } from "./project.mjs";
import { FEATURES, RUNTIMES } from "./templates.mjs";

/** Completes the arguments by questions, on a terminal. */
async function complete(given) {
  const answers = { ...given };
  if (answers.folder && answers.runtime && answers.features) {
    return answers;
  }
  if (!process.stdin.isTTY) {
    const { folder = "lark-bot", runtime = "node", features = [] } = given;
    return { ...given, folder, runtime, features };
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ask = async (question, usual) => (await terminal.question(`${question} (${usual}) `)).trim() || usual;
  answers.folder ??= await ask("Folder:", "lark-bot");
  while (!RUNTIMES[answers.runtime]) {
    answers.runtime = await ask(`Runtime, one of ${Object.keys(RUNTIMES).join(", ")}:`, "node");
  }
  answers.features ??= [];
  for (const [name, says] of given.features ? [] : Object.entries(FEATURES)) {
    if (/^y/i.test(await ask(`${says}? y or n`, "n"))) {
      answers.features.push(name);
    }
  }
  terminal.close();
  return answers;
}

try {
  const given = readArguments(process.argv.slice(2));
  if (given.help) {
    console.log(HELP);
  } else {
    const project = await complete(given);
    const commands = await writeProject(project);
    console.log(`\nThe bot is in ${project.folder}. Next:\n`);
    for (const command of [`cd ${project.folder}`, ...commands]) {
      console.log(`  ${command}`);
    }
    console.log("\nThe last command starts the bot and the emulator, and prints the address of the chat page.");
  }
} catch (error) {
  console.error(`create-lark-edge: ${error.message}`);
  process.exitCode = 1;
}
