/** Copies a folder with its modes; where the file system can, the copy shares the original's blocks. */
import { chownSync, constants, copyFileSync, mkdirSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

export type Tally = { files: number; bytes: number };

/** The files below a folder, and their bytes. */
export function tallyOf(folder: string): Tally {
  const tally = { files: 0, bytes: 0 };
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    tally.files += 1;
    tally.bytes += statSync(path.join(entry.parentPath, entry.name)).size;
  }
  return tally;
}

type Owner = { uid: number; gid: number };

const ourselves = (): Owner => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

/**
 * The folder `to` exists and is empty. `owner`: of everything copied; by default the user of this process, where Node
 * would give root's copies the owner of the original.
 */
export function copyTree(from: string, to: string, owner: Owner = ourselves()): Tally {
  const tally = { files: 0, bytes: 0 };
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    const { mode, size } = statSync(source);
    if (entry.isDirectory()) {
      mkdirSync(target, { mode: mode & 0o777 });
      const inside = copyTree(source, target, owner);
      tally.files += inside.files;
      tally.bytes += inside.bytes;
    } else {
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      tally.files += 1;
      tally.bytes += size;
    }
    chownSync(target, owner.uid, owner.gid);
  }
  return tally;
}
