import { expect, test } from "vitest";
import { storeKey } from "../../../src/store/index.ts";

test("a key is prefix, name and version of the format, kind, domain, app and tenant", () => {
  const key = storeKey("my:", "tenant_access_token", "open.feishu.cn", "cli_1", "tenant-1");
  expect(key).toBe("my:lark-edge:1:tenant_access_token:open.feishu.cn:cli_1:tenant-1");
  expect(storeKey("", "app_ticket", "", "cli_1")).toBe("lark-edge:1:app_ticket::cli_1:");
});

test("no part reaches into the next", () => {
  const keys = [
    storeKey("", "claim", "a", "b:c", "d"),
    storeKey("", "claim", "a", "b", "c:d"),
    storeKey("", "claim", "a:b", "c", "d"),
    storeKey("", "claim", "a", "b%3Ac", "d"),
    storeKey("", "claim", "a", "b", "c/d"),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  for (const key of keys) {
    expect(key.split(":")).toHaveLength(6);
  }
});
