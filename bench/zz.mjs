import { makeWorkshop, bundle } from "./lib/build.mjs"; import { Miniflare } from "miniflare";
const w = await makeWorkshop();
const { text } = await bundle(w, `export { default } from "./bots/official.mjs";`, { edge: true, minify: true });
const mf = new Miniflare({ modules: true, script: text, compatibilityDate: "2026-07-01", compatibilityFlags: [] });
try { console.log((await (await mf.dispatchFetch("http://x/")).text())); } catch (e) { console.log("ERR", String(e).slice(0, 600)); }
await mf.dispose().catch(() => {}); await w.dispose();
