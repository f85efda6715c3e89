import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { copyTree, tallyOf } from "./copy-tree.ts";

it("copies files and folders with their modes, and owns them", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "portdesk-copy-"));
  const [from, to] = [path.join(folder, "from"), path.join(folder, "to")];
  mkdirSync(path.join(from, "inner"), { recursive: true, mode: 0o700 });
  mkdirSync(to);
  writeFileSync(path.join(from, "inner/secret"), "12345", { mode: 0o600 });
  writeFileSync(path.join(from, "plain"), "123");
  // As root, Postgres' files belong to another user.
  if (process.getuid?.() === 0) chownSync(path.join(from, "inner/secret"), 65534, 65534);

  expect(copyTree(from, to)).toEqual({ files: 2, bytes: 8 });
  expect(tallyOf(to)).toEqual({ files: 2, bytes: 8 });
  expect(readFileSync(path.join(to, "inner/secret"), "utf8")).toBe("12345");
  const { mode, uid } = statSync(path.join(to, "inner/secret"));
  expect([mode & 0o777, uid]).toEqual([0o600, process.getuid?.()]);
  expect(statSync(path.join(to, "inner")).mode & 0o777).toBe(0o700);
  rmSync(folder, { recursive: true, force: true });
});
