import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { bodyOf, type Document, eventsOf, type Schema } from "./openapi-document.ts";

const FOLDER = new URL("../../openapi/", import.meta.url);

/** One event as its document says it, read without anything of the generator or the emulator. */
export interface DescribedEvent {
  type: string;
  file: string;
  document: Document;
  isOld: boolean;
  body: Schema | undefined;
}

/** Every event and callback of the documents. */
export function readEvents(): DescribedEvent[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));
  const documents = Object.fromEntries(
    files.map((file) => [file, JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Document]),
  );
  return eventsOf(documents).map((found) => ({
    type: found.path,
    file: found.file,
    document: found.document,
    isOld: found.operation["x-lark-event-version"] === "1.0",
    body: bodyOf(found),
  }));
}

/** Makes the validators of bodies. */
export function createBodyValidators(): (described: DescribedEvent) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, inlineRefs: false });
  return ({ file, document, body = {} }) => {
    if (!(file in ajv.schemas)) {
      ajv.addSchema({ components: document.components }, file);
    }
    return ajv.compile(JSON.parse(JSON.stringify(body).replaceAll('"#/', `"${file}#/`)));
  };
}
