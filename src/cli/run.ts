import { VERSION } from "../base/index.ts";
import { readArguments } from "./arguments.ts";
import { runEmulator } from "./emulator/index.ts";
import { HELP } from "./help.ts";
import { CliError, type Io } from "./io.ts";
import { runTrigger } from "./trigger/index.ts";

/** Runs the command line; resolves to its exit code. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    if (args[0] === "trigger") {
      await runTrigger(args.slice(1), io);
      return 0;
    }
    const command = readArguments(args);
    if (command.name === "help") {
      io.out(HELP);
    } else if (command.name === "version") {
      io.out(VERSION);
    } else {
      await runEmulator(command.flags, io);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof CliError)) {
      throw error;
    }
    io.err(`lark-edge: ${error.message}`);
    if (error.exitCode === 2) {
      io.err("lark-edge --help lists commands and options.");
    }
    return error.exitCode;
  }
}
