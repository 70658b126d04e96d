import { expect, test } from "vitest";
import { clientFor } from "../../support/demo-api.ts";
import { fakePlatform } from "../../support/fake-platform.ts";
import vectors from "../../vectors/helpdesk_header.json" with { type: "json" };

test.each(vectors)("the credential of $name is sent in Base64, without Bearer", async ({ input, expected }) => {
  const { fetch, sent } = fakePlatform();
  const helpdesk = { id: input.helpdesk_id, token: input.helpdesk_token };
  await clientFor(fetch, { helpdesk }).demo.v1.place.ticket();
  expect(sent[0]?.headers.get("x-lark-helpdesk-authorization")).toBe(expected.base64);
});
