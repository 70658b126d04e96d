import { assert } from "chai";
import { Client, isLarkError } from "lark-edge";
import { rejection, test } from "../../support/cases.ts";
import { APP, clientFor, type PageData } from "../../support/demo-api.ts";
import { emulatedClient } from "../../support/emulated-client.ts";
import { type FakePlatform, fakePlatform, type Sent } from "../../support/fake-platform.ts";

type Page = PageData & Record<string, unknown>;

/** A platform that answers these pages, one after the other. */
const pagesOf = (...pages: Page[]): FakePlatform =>
  fakePlatform((_, count) => Response.json({ code: 0, msg: "ok", data: pages[count - 1] ?? { items: ["too far"] } }));

async function all<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) {
    items.push(item);
  }
  return items;
}

const cursorOf = ({ url }: Sent) => url.searchParams.get("page_token");

const THREE: Page[] = [
  { items: [1, 2], has_more: true, page_token: "a" },
  { items: [3], has_more: true, page_token: "b" },
  { items: [4, 5], has_more: false, page_token: "" },
];

test("a list is the promise of its first page, and all its items", async () => {
  const platform = pagesOf(...THREE);
  const list = clientFor(platform.fetch).demo.v1.page.list({ params: { kept: false, size: 0 } });
  const { code, data } = await list;
  assert.equal(code, 0);
  assert.deepEqual(data.items, [1, 2]);
  assert.deepEqual(await all(list), [1, 2, 3, 4, 5]);
  assert.deepEqual(platform.sent.map(cursorOf), [null, "a", "b"]);
  for (const { url } of platform.sent) {
    assert.deepEqual([url.searchParams.get("kept"), url.searchParams.get("size")], ["false", "0"]);
  }
});

test("the request of a list starts with the call, and the first iteration begins with its answer", async () => {
  const platform = pagesOf(...THREE);
  const list = clientFor(platform.fetch).demo.v1.page.list();
  await list;
  assert.equal(platform.sent.length, 1);
  await all(list);
  assert.equal(platform.sent.length, 3);
});

test("a second iteration starts afresh", async () => {
  const platform = pagesOf(...THREE, ...THREE);
  const list = clientFor(platform.fetch).demo.v1.page.list();
  assert.deepEqual(
    [await all(list), await all(list)],
    [
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ],
  );
  assert.equal(platform.sent.length, 6);
});

test("what await gives is a plain answer, not iterable", async () => {
  const answer = await clientFor(pagesOf(...THREE).fetch).demo.v1.page.list();
  assert.isFalse(Symbol.asyncIterator in answer);
  assert.isFalse("pages" in answer);
});

test("pages gives the data of each page", async () => {
  const platform = pagesOf(...THREE);
  assert.deepEqual(await all(clientFor(platform.fetch).demo.v1.page.list().pages()), THREE as PageData[]);
});

test("the official SDK's iterator gives the same", async () => {
  const { page } = clientFor(pagesOf(...THREE).fetch).demo.v1;
  const { listWithIterator } = page as unknown as { listWithIterator(): AsyncIterable<PageData> };
  assert.deepEqual(await all(await listWithIterator()), THREE as PageData[]);
});

test("the items may have another name", async () => {
  const platform = pagesOf({ entries: ["a"], items: ["wrong"], has_more: true, page_token: "1" }, { entries: ["b"] });
  assert.deepEqual(await all(clientFor(platform.fetch).demo.v1.page.find()), ["a", "b"]);
});

test("a list without items has pages only", async () => {
  const platform = pagesOf({ anything: 1, has_more: true, page_token: "1" }, { anything: 2 });
  const pages = await all(clientFor(platform.fetch).demo.v1.page.scan().pages());
  assert.deepEqual(pages as unknown, [{ anything: 1, has_more: true, page_token: "1" }, { anything: 2 }]);
});

test("the cursor goes into the body where the operation takes it there, and the rest of the body stays", async () => {
  const platform = pagesOf(...THREE);
  const data = { filter: { on: false } };
  await all(clientFor(platform.fetch).demo.v1.page.query({ params: { a: 1 }, data }));
  const bodies = await Promise.all(platform.sent.map(async (sent) => JSON.parse(await sent.text())));
  assert.deepEqual(bodies, [data, { ...data, page_token: "a" }, { ...data, page_token: "b" }]);
  assert.isTrue(platform.sent.every(({ url }) => url.search === "?a=1"));
  assert.deepEqual(data, { filter: { on: false } }, "the caller's object is untouched");
});

for (const [name, parameter] of [
  ["page_token", "page_token"],
  ["next_page_token", "page_token"],
  ["next_cursor_id", "cursor_id"],
] as const) {
  test(`${name} of an answer is ${parameter} of the next request`, async () => {
    const platform = pagesOf({ items: [1], has_more: true, [name]: "next" }, { items: [2], has_more: false });
    assert.deepEqual(await all(clientFor(platform.fetch).demo.v1.page.list()), [1, 2]);
    assert.equal(platform.sent[1]?.url.search, `?${parameter}=next`);
  });
}

test("an empty page does not end a list that has more", async () => {
  const empty: Page[] = [[], null, undefined].map(
    (items, at) => ({ items, has_more: true, page_token: `${at}` }) as Page,
  );
  const platform = pagesOf(...empty, { items: [1], has_more: false });
  assert.deepEqual(await all(clientFor(platform.fetch).demo.v1.page.list()), [1]);
});

test("where an answer does not say whether there is more, its cursor does", async () => {
  const platform = pagesOf({ items: [1], page_token: "a" }, { items: [2], page_token: "" });
  assert.deepEqual(await all(clientFor(platform.fetch).demo.v1.page.list()), [1, 2]);
});

const ENDS: Record<string, Page> = {
  "has_more is false, whatever the cursor": { items: [1], has_more: false, page_token: "a" },
  "the cursor is empty": { items: [1], has_more: true, page_token: "" },
  "there is no cursor": { items: [1], has_more: true },
  "there is nothing at all": {},
};
for (const [name, page] of Object.entries(ENDS)) {
  test(`a list ends where ${name}`, async () => {
    const platform = pagesOf(page);
    assert.deepEqual(await all(clientFor(platform.fetch).demo.v1.page.list()), page.items ?? []);
    assert.equal(platform.sent.length, 1);
  });
}

test("a cursor that comes again is an error, not an endless loop", async () => {
  for (const cursors of [
    ["a", "a"],
    ["a", "b", "a"],
  ]) {
    const platform = fakePlatform((_, count) =>
      Response.json({ code: 0, data: { items: [count], has_more: true, page_token: cursors[count - 1] ?? "never" } }),
    );
    const seen: unknown[] = [];
    const error = await rejection(
      (async () => {
        for await (const item of clientFor(platform.fetch).demo.v1.page.list()) {
          seen.push(item);
        }
      })(),
    );
    assert.isTrue(isLarkError(error));
    assert.equal(error.code, "LARK_BAD_ANSWER");
    assert.match(error.message, /demo\.v1\.page\.list.*page_token/);
    assert.equal(platform.sent.length, cursors.length);
    assert.deepEqual(
      seen,
      cursors.map((_, at) => at + 1),
      "every item of the pages so far",
    );
  }
});

/** A platform whose pages never end. */
const endless = (page: (count: number) => Page): FakePlatform =>
  fakePlatform((_, count) =>
    Response.json({ code: 0, data: { ...page(count), has_more: true, page_token: `token-${count}` } }),
  );

const EMPTY: [what: string, page: Page][] = [
  ["an empty list", { items: [], total: 1 }],
  ["null", { items: null }],
  ["no items", {}],
  ["items in another field", { items: [], others: [1] } as Page],
];
for (const [what, page] of EMPTY) {
  test(`a hundred pages in a row with ${what} are an error, with a limit and without`, async () => {
    for (const limit of [1, undefined]) {
      const platform = endless(() => page);
      const error = await rejection(all(clientFor(platform.fetch).demo.v1.page.list({}, { limit })));
      assert.equal(error.code, "LARK_BAD_ANSWER");
      assert.match(error.message, /^demo\.v1\.page\.list: 100 empty pages in a row/);
      assert.equal(platform.sent.length, 100);
    }
  });
}

test("a hundred empty pages in a row are an error also where the items have no known field", async () => {
  const platform = endless(() => ({ entries: [], more: {}, count: 3, note: "none" }));
  const error = await rejection(all(clientFor(platform.fetch).demo.v1.page.scan().pages()));
  assert.match(error.message, /100 empty pages in a row/);
  assert.equal(platform.sent.length, 100);
});

test("empty pages between others may be many more than a hundred", async () => {
  const platform = endless((count) => ({ items: count % 100 ? [] : [count] }));
  const items = await all(clientFor(platform.fetch).demo.v1.page.list({}, { limit: 4 }));
  assert.deepEqual(items, [100, 200, 300, 400]);
  const scanned = endless((count) => (count % 100 ? {} : { map: { a: count } }));
  let pages = 0;
  for await (const _ of clientFor(scanned.fetch).demo.v1.page.scan().pages()) {
    if (++pages === 350) {
      break;
    }
  }
  assert.equal(pages, 350);
});

test("a page that fails makes the iteration throw, after the items before it", async () => {
  const platform = fakePlatform((_, count) =>
    count === 1
      ? Response.json({ code: 0, data: { items: [1], has_more: true, page_token: "a" } })
      : Response.json({ code: 40012, msg: "invalid page token" }, { status: 400 }),
  );
  const seen: unknown[] = [];
  const error = await rejection(
    (async () => {
      for await (const item of clientFor(platform.fetch).demo.v1.page.list()) {
        seen.push(item);
      }
    })(),
  );
  assert.equal(error.platformCode, 40012);
  assert.deepEqual(seen, [1]);
});

test("stopping early makes no further request", async () => {
  const platform = pagesOf(...THREE);
  for await (const item of clientFor(platform.fetch).demo.v1.page.list()) {
    if (item === 2) {
      break;
    }
  }
  assert.equal(platform.sent.length, 1);
});

for (const [limit, items, requests] of [
  [1, [1], 1],
  [2, [1, 2], 1],
  [3, [1, 2, 3], 2],
  [99, [1, 2, 3, 4, 5], 3],
  [Number.POSITIVE_INFINITY, [1, 2, 3, 4, 5], 3],
] as const) {
  test(`limit ${limit} gives ${items.length} items with ${requests} requests`, async () => {
    const platform = pagesOf(...THREE);
    const list = clientFor(platform.fetch).demo.v1.page.list({}, { limit });
    assert.deepEqual(await all(list), [...items]);
    assert.equal(platform.sent.length, requests);
  });
}

for (const limit of [0, -1, Number.NaN]) {
  test(`limit ${limit} is a RangeError before any I/O`, () => {
    const platform = pagesOf(...THREE);
    assert.throws(() => clientFor(platform.fetch).demo.v1.page.list({}, { limit }), RangeError, /limit/);
    assert.equal(platform.sent.length, 0);
  });
}

test("options of the call hold for every page", async () => {
  const platform = pagesOf(...THREE);
  await all(
    clientFor(platform.fetch).demo.v1.page.list({}, { headers: { "x-mine": "1" }, tenantAccessToken: "t-own" }),
  );
  for (const { headers } of platform.sent) {
    assert.deepEqual([headers.get("x-mine"), headers.get("authorization")], ["1", "Bearer t-own"]);
  }
});

test("a signal ends an iteration between pages", async () => {
  const platform = pagesOf(...THREE);
  const controller = new AbortController();
  const list = clientFor(platform.fetch).demo.v1.page.list({}, { signal: controller.signal });
  const error = await rejection(
    (async () => {
      for await (const _ of list) {
        controller.abort();
      }
    })(),
  );
  assert.equal(error.code, "LARK_ABORTED");
  assert.equal(platform.sent.length, 1);
});

test("a list of the real table iterates over what the emulator holds", async () => {
  const { client, chat, say } = emulatedClient();
  for (let count = 1; count <= 5; count++) {
    await say(`message ${count}`);
  }
  const params = { container_id_type: "chat", container_id: chat.chatId, page_size: 2 };
  const ids = new Set((await all(client.im.v1.message.list({ params }))).map(({ message_id }) => message_id));
  assert.equal(ids.size, 5);
});

test("the client with every API iterates, too", async () => {
  const platform = pagesOf(...THREE);
  const client = new Client({ ...APP, fetch: platform.fetch });
  const users = await all(client.contact.v3.user.findByDepartment({ params: { department_id: "0" } }));
  assert.deepEqual(users as unknown, [1, 2, 3, 4, 5]);
  assert.equal(platform.sent[2]?.url.search, "?department_id=0&page_token=b");
});
