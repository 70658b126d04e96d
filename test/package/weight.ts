import { gzipSync } from "node:zlib";
import { expect } from "vitest";

/** A limit lies no further above what is measured. */
const SLACK = 1.05;

export const gzipped = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;

/**
 * Checks a weight against its limit, and the limit against the weight: one that lies far above lets the weight grow unseen.
 *
 * @param details - What a reader needs to find the cause.
 */
export function expectWeight(name: string, bytes: number, limit: number, details = ""): void {
  console.log(`${name}: ${bytes} bytes, at most ${limit}`);
  expect(
    bytes,
    `${name} grew to ${bytes} bytes: shrink it, or raise its limit knowingly\n${details}`,
  ).toBeLessThanOrEqual(limit);
  const loose = `${name} has ${bytes} bytes: lower its limit to at most ${Math.floor(bytes * SLACK)}`;
  expect(limit, loose).toBeLessThanOrEqual(bytes * SLACK);
}
