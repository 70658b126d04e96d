import { nodeModule } from "../base/index.ts";
import type { Download, Fetch, FetchAnswer } from "../http/index.ts";

/** What the official SDK adds to a download. */
export interface FileMethods {
  /** Writes the file to a path. Node, Deno and Bun only. */
  writeFile(path: string): Promise<void>;
  /** The file as Node's `Readable`; as a web stream where the host has no `node:stream`. */
  // biome-ignore lint/suspicious/noExplicitAny: naming Node's class would make every user install @types/node
  getReadableStream(): any;
}

/** The operations of a tree, whose downloads have the methods. */
export type WithFileMethods<Tree> = Tree extends (...given: infer Given) => Promise<Download>
  ? (...given: Given) => Promise<Download & FileMethods>
  : Tree extends (...given: never) => unknown
    ? Tree
    : { readonly [Name in keyof Tree]: WithFileMethods<Tree[Name]> };

interface NodeStream {
  Readable: { fromWeb(stream: unknown): unknown };
}
interface NodePipeline {
  pipeline(...streams: unknown[]): Promise<void>;
}
interface NodeFiles {
  createWriteStream(path: string): unknown;
}

/** As Node's stream, where the host has them. */
function toReadable({ body }: Response): unknown {
  return nodeModule<NodeStream>("stream")?.Readable.fromWeb(body) ?? body;
}

async function writeFile(response: Response, path: string): Promise<void> {
  const files = nodeModule<NodeFiles>("fs");
  const streams = nodeModule<NodePipeline>("stream/promises");
  if (!files || !streams) {
    throw new TypeError("writeFile: this host has no files; read the download's body or arrayBuffer()");
  }
  await streams.pipeline(toReadable(response), files.createWriteStream(path));
}

/** Adds the methods to an answer, where they do not show. The client gives a download to its caller as it is. */
function addFileMethods(answer: FetchAnswer): FetchAnswer {
  const response = answer as Response;
  return Object.defineProperties(answer, {
    writeFile: { value: (path: string) => writeFile(response, path) },
    getReadableStream: { value: () => toReadable(response) },
  });
}

/** A `fetch` whose downloads have the official SDK's methods. */
export function withFileMethods(fetch: Fetch): Fetch {
  const { sendsGetBody, forText } = fetch;
  const withMethods = async (...call: Parameters<Fetch>) => addFileMethods(await fetch(...call));
  return Object.assign(withMethods, { sendsGetBody, forText });
}
