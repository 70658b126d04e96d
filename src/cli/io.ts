/** What only a terminal can do. */
export interface Terminal {
  /** Its width in characters. */
  readonly columns: number;
  /** Replaces the line that shows how the command goes on; an empty text removes it. */
  status(text: string): void;
}

/** The outputs and signals of the command line. */
export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** Ends the running command. */
  readonly signal: AbortSignal;
  /** The environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder for data of this machine. */
  readonly dataFolder: string;
  /** The terminal; undefined if the output goes to a file or a program. */
  readonly terminal?: Terminal | undefined;
}

/** A mistake in the command or a problem of the machine. It is printed as one line, without a stack. */
export class CliError extends Error {
  override readonly name: string = "CliError";
  /** 2: the call is wrong; 1: anything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The words of any error. */
export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The code of an error of the system, for example `ENOENT`. */
export const codeOf = (error: unknown): string | undefined => {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
};
