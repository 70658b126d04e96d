import { expect, test } from "vitest";
import { createValidators } from "../../support/answer-validators.ts";
import { type Described, readDescribed } from "../../support/described-operations.ts";
import { describedPlatform } from "./platform.ts";
import { makeDraft, toRequest } from "./requests.ts";

const operations = readDescribed();
const validatorOf = createValidators(operations);

async function problemsOf(described: Described, response: Response): Promise<unknown> {
  const { id, isFile, isFlat, answer } = described;
  if (response.status !== 200) {
    return `${id}: HTTP ${response.status} ${await response.text()}`;
  }
  if (response.headers.get("x-lark-edge-made-up") !== "true") {
    return `${id}: not marked`;
  }
  if (isFile) {
    return (await response.arrayBuffer()).byteLength > 0 ? undefined : `${id}: no bytes`;
  }
  const body = await response.json();
  if (!isFlat && (body.code !== 0 || typeof body.msg !== "string")) {
    return `${id}: no envelope`;
  }
  if (answer === undefined) {
    return;
  }
  const validate = validatorOf(described);
  return validate(isFlat ? body : body.data) ? undefined : `${id}: ${JSON.stringify(validate.errors)}`;
}

test("every described operation answers a valid request by its document, the same each time", async () => {
  const first = describedPlatform();
  const second = describedPlatform();
  const problems: unknown[] = [];
  for (const described of operations) {
    const [kind] = described.tokens;
    const request = () => toRequest(described, makeDraft(described), kind && first.tokens[kind]);
    const answers = await Promise.all([first.fetch(request()), second.fetch(request())]);
    const texts = await Promise.all(answers.map((answer) => answer.clone().text()));
    if (new Set(texts).size !== 1) {
      problems.push(`${described.id}: not the same answer`);
    }
    problems.push(await problemsOf(described, answers[0] as Response));
  }
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
  expect(operations).toHaveLength(1818);
  expect(first.log.list().every(({ madeUp, operation }) => madeUp && operation)).toBe(true);
}, 120_000);
