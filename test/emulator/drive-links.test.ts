import { expect, test } from "vitest";
import { documentsWorld, uploadMedia } from "./documents-world.ts";

const MEDIAS = "drive/v1/medias/batch_get_tmp_download_url";

async function world() {
  const made = await documentsWorld();
  const bytes = new Uint8Array([1, 2, 3]);
  const given = { name: "a.png", type: "bitable_image", parent: "bascn1", bytes };
  const token = await uploadMedia(made.emulator, made.token, given);
  return { ...made, bytes, file: token };
}

test("a link gives a media without a token, for 24 hours", async () => {
  const { emulator, send, tick, bytes, file } = await world();
  const { tmp_download_urls: links } = (await send("GET", `${MEDIAS}?file_tokens=${file}`)).data;
  expect(links).toEqual([
    { file_token: file, tmp_download_url: expect.stringMatching(/^https:\/\/open\.feishu\.cn\//) },
  ]);
  const follow = () => emulator.fetch(links[0].tmp_download_url);
  expect(new Uint8Array(await (await follow()).arrayBuffer())).toEqual(bytes);
  tick(24 * 60 * 60 * 1000);
  expect((await follow()).status).toBe(404);
});

test("a link that nobody gave leads nowhere, and for what cannot be downloaded there is none", async () => {
  const { emulator, send, file, foreign } = await world();
  for (const query of ["", "?code=", "?code=0123", "?code=__proto__"]) {
    const answer = await emulator.fetch(`https://open.feishu.cn/space/api/box/stream/download/authcode/${query}`);
    expect((await answer.json()).code, query).toBe(1061003);
  }
  expect((await send("GET", `${MEDIAS}?file_tokens=boxcnNobody`)).data.tmp_download_urls).toEqual([]);
  const stranger = await send("GET", `${MEDIAS}?file_tokens=${file}`, undefined, await foreign());
  expect(stranger.data.tmp_download_urls).toEqual([]);
  const six = Array.from({ length: 6 }, () => `file_tokens=${file}`).join("&");
  expect((await send("GET", `${MEDIAS}?${six}`)).code).toBe(1061002);
  expect((await send("GET", MEDIAS)).code).toBe(99992402);
});
