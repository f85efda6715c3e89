/** Reads what the system knows of a process. Linux shows it in /proc, even on slim systems without `ps`. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

function ask(column: "lstart" | "command", pid: number): string | undefined {
  const result = spawnSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" });
  return result.status === 0 ? result.stdout.trim() || undefined : undefined;
}

function read(pid: number, file: "stat" | "cmdline"): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

const hasProc = existsSync("/proc/self/stat");

/** When it began, in any format: pid and start together identify a process. Undefined if it is gone. */
export function startOf(pid: number): string | undefined {
  if (!hasProc) return ask("lstart", pid);
  // The name in parentheses may contain spaces; the start is the 20th field after it.
  const fields = read(pid, "stat")?.split(") ").at(-1)?.split(" ");
  return fields?.[0] === "Z" ? undefined : fields?.[19];
}

/** Its command line; undefined if it is gone. */
export function commandOf(pid: number): string | undefined {
  return hasProc ? read(pid, "cmdline")?.replaceAll("\0", " ") : ask("command", pid);
}

/** Pairs of process and parent, for everything that runs. */
function parents(): [pid: number, parent: number][] {
  if (!hasProc) {
    const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" });
    return stdout
      .trim()
      .split("\n")
      .map((line) => {
        const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
        return [pid, parent];
      });
  }
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.map((pid) => [pid, Number(read(pid, "stat")?.split(") ").at(-1)?.split(" ")[1] ?? 0)]);
}

/** The process and everything that it started, parents before children. */
export function treeOf(root: number): number[] {
  const all = parents();
  const tree = [root];
  for (const one of tree) tree.push(...all.filter(([, parent]) => parent === one).map(([pid]) => pid));
  return tree;
}
