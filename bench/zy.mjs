import { makeWorkshop, bundle, place } from "./lib/build.mjs"; import { sealedEvents, SECRETS } from "./lib/event.mjs"; import { execFileSync } from "node:child_process";
const w = await makeWorkshop();
for (const c of ["lark-edge", "minimum", "official"]) {
const code = `import { create } from "./contenders/${c}.mjs"; import { createDriver } from "./lib/driver.mjs"; import { readFileSync } from "node:fs";
const d = createDriver(create); await d({ secrets: ${JSON.stringify(SECRETS)}, events: JSON.parse(readFileSync(process.argv[2])), form: "bytes" });
await d({ form: "bytes", count: 8000 }); gc(); const a = process.memoryUsage(); await d({ form: "bytes", count: 3000 }); const b = process.memoryUsage();
console.log("${c}", "heap B/op", (b.heapUsed-a.heapUsed)/3000|0, "external B/op", (b.external-a.external)/3000|0, "arrayBuffers", (b.arrayBuffers-a.arrayBuffers)/3000|0);
const t = []; for (let i = 0; i < 15; i++) { const c0 = process.cpuUsage(); const r = await d({ form: "bytes", count: 2000 }); const c1 = process.cpuUsage(c0); t.push([r.milliseconds / 2, (c1.user + c1.system) / 2000]); } t.sort((x, y) => x[0] - y[0]); console.log("   wall µs min/med", t[0][0].toFixed(1), t[7][0].toFixed(1), "cpu", t.map(x=>x[1]).sort((x,y)=>x-y)[7].toFixed(1));`;
const f = await place(w, c + ".mjs", (await bundle(w, code)).text.replace("gc();\n  gc();", "")); const e = await place(w, "events.json", JSON.stringify(sealedEvents()));
console.log(execFileSync(process.execPath, ["--expose-gc", "--max-semi-space-size=256", "--min-semi-space-size=256", f, e]).toString().split("\n").filter(l=>/op|wall/.test(l)).join("\n"));
console.log(" default semi-space:", execFileSync(process.execPath, ["--expose-gc", f, e]).toString().split("\n").filter(l=>/wall/.test(l)).join("\n"));
}
await w.dispose();
