/** Puts the files of a new database into place: initialised, or copied from a stopped one. */
import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { copyTree, type Tally } from "./copy-tree.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";

export const superuser = "supabase_admin";

/**
 * Fills a separate folder and moves it into place: a start killed half-way leaves nothing that looks like a database.
 * Each uses its own folder, because the initdb of a killed start may still be running.
 */
function putInPlace({ user }: PostgresBinaries, place: string, fill: (folder: string) => void): void {
  const parent = path.dirname(place);
  const prefix = `${path.basename(place)}.new-`;
  mkdirSync(parent, { recursive: true });
  for (const left of readdirSync(parent).filter((name) => name.startsWith(prefix)))
    rmSync(path.join(parent, left), { recursive: true, force: true, maxRetries: 3 });
  const folder = mkdtempSync(path.join(parent, prefix));
  try {
    if (user) chownSync(folder, user.uid, user.gid);
    fill(folder);
    renameSync(folder, place);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

export function initialise(binaries: PostgresBinaries, place: string, password: string): void {
  putInPlace(binaries, place, (folder) => {
    const passwordFile = `${folder}.password`;
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (binaries.user) chownSync(passwordFile, binaries.user.uid, binaries.user.gid);
    const flags = ["--pgdata", folder, "--username", superuser, "--pwfile", passwordFile];
    const words = [
      ...binaries.prefix,
      binaries.initdb,
      ...flags,
      "--encoding=UTF8",
      "--locale=C.UTF-8",
      "--auth=scram-sha-256",
    ];
    const [command = "", ...args] = words;
    try {
      const result = spawnSync(command, args, { ...binaries.user, cwd: "/", encoding: "utf8" });
      if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr || result.error?.message}`);
    } finally {
      rmSync(passwordFile, { force: true });
    }
  });
}

/** In single-user mode: the copy never listens with the password of its original. */
function setPassword(binaries: PostgresBinaries, folder: string, password: string): void {
  const words = [...binaries.prefix, binaries.postgres, "--single", "-D", folder, "postgres"];
  const [command = "", ...args] = words;
  const input = `alter role ${superuser} password '${password}'\n`;
  const result = spawnSync(command, args, { ...binaries.user, cwd: "/", encoding: "utf8", input });
  if (result.status !== 0 || /\b(ERROR|FATAL|PANIC):/.test(result.stderr))
    throw new Error(`The copied database cannot be opened: ${result.stderr || result.error?.message}`);
}

/** Copies a stopped database and gives the copy its own password; throws unless the copy holds what `expected` says. */
export function copyDatabase(
  binaries: PostgresBinaries,
  from: string,
  place: string,
  { password, expected }: { password: string; expected: Tally },
): void {
  putInPlace(binaries, place, (folder) => {
    const { files, bytes } = copyTree(from, folder, binaries.user);
    if (files !== expected.files || bytes !== expected.bytes)
      throw new Error(`${from} holds ${files} files instead of ${expected.files}`);
    setPassword(binaries, folder, password);
  });
}
