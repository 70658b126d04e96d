import { readdir, readFile } from "node:fs/promises";

const TICKS_PER_SECOND = 100;
const KILOBYTES = 1024;

/** Only Linux has these in files; elsewhere the columns stay empty. */
const isKnown = process.platform === "linux";

/** Seconds of processor time: of the process itself, and of its children that have ended. */
async function cpu(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // Behind the command's name, which may hold anything, stand the process's state and then numbers.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map((ticks) => ticks / TICKS_PER_SECOND);
  return { own: user + system, ended: endedUser + endedSystem };
}

async function children(pid) {
  const threads = await readdir(`/proc/${pid}/task`);
  // A thread may have ended meanwhile.
  const list = (id) => readFile(`/proc/${pid}/task/${id}/children`, "utf8").catch(() => "");
  const lists = await Promise.all(threads.map(list));
  return lists.join(" ").match(/\d+/g) ?? [];
}

/** What a process and its children have used so far: seconds of processor time and, at the peak, resident memory. */
export async function usage(pid) {
  if (!isKnown) {
    return { cpu: Number.NaN, megabytes: Number.NaN };
  }
  const { own, ended } = await cpu(pid);
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"));
  const below = await Promise.all((await children(pid)).map(usage));
  const sum = (what, first) => below.reduce((total, child) => total + child[what], first);
  return { cpu: sum("cpu", own + ended), megabytes: sum("megabytes", kilobytes / KILOBYTES) };
}

/** Seconds of processor time of all children of the bench that have ended. */
export const cpuOfChildren = async () => (isKnown ? (await cpu("self")).ended : Number.NaN);
