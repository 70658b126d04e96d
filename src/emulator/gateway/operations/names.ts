import { loaders } from "../described/index.ts";
import { readDomain } from "./operation.ts";

/** The platform's names of all described operations. It loads every description, and so is not for each request. */
export async function operationNames(): Promise<string[]> {
  const texts = await Promise.all([...new Set(Object.values(loaders))].map((load) => load()));
  return texts.flatMap((text) => readDomain(text).map(({ name }) => name));
}
