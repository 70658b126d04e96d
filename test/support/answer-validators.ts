import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Described } from "./described-operations.ts";

/** The documents' own schemas of answers, in a validator that the emulator does not use. */
export function createValidators(operations: readonly Described[]): (described: Described) => ValidateFunction {
  // The documents themselves are checked in test/operations/documents. Without that check and with functions shared,
  // compiling takes a third of the time.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false, inlineRefs: false });
  for (const { file, document } of operations) {
    if (!(file in ajv.schemas)) {
      ajv.addSchema({ components: document.components }, file);
    }
  }
  const compiled = new Map<string, ValidateFunction>();
  return ({ id, answer, file }) => {
    const validate =
      compiled.get(id) ?? ajv.compile(JSON.parse(JSON.stringify(answer).replaceAll('"#/', `"${file}#/`)));
    compiled.set(id, validate);
    return validate;
  };
}
