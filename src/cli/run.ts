import { VERSION } from "../base/index.ts";
import { type Command, readArguments } from "./arguments.ts";
import { runEmulator } from "./emulator/index.ts";
import { HELP, HELP_OF } from "./help.ts";
import { CliError, type Io } from "./io.ts";
import { runListen } from "./listen/index.ts";
import { runRegister } from "./register/index.ts";
import { runReplay } from "./replay/index.ts";
import { runSaveTest } from "./save-test/index.ts";
import { runTrigger } from "./trigger/index.ts";

async function runCommand(command: Command, io: Io): Promise<void> {
  switch (command.name) {
    case "help":
      io.out(command.of === undefined ? HELP : HELP_OF[command.of]);
      break;
    case "version":
      io.out(VERSION);
      break;
    case "emulator":
      await runEmulator(command.flags, io);
      break;
    case "listen":
      await runListen(command.flags, io);
      break;
    case "register":
      await runRegister(command.flags, io);
      break;
    case "replay":
      await runReplay(command.flags, io);
      break;
    case "save-test":
      await runSaveTest(command.flags, io);
      break;
    case "trigger":
      await runTrigger(command.flags, io);
      break;
  }
}

/** Runs the command line; resolves to its exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    await runCommand(readArguments(args), io);
    return 0;
  } catch (error) {
    if (!(error instanceof CliError)) {
      throw error;
    }
    io.err(`lark-edge: ${error.message}`);
    if (error.exitCode === 2) {
      io.err("lark-edge --help lists the commands, and lark-edge COMMAND --help their options.");
    }
    return error.exitCode;
  }
}
