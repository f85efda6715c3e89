/**
 * Starts new data folders from a template: a migrated and seeded database and the simulator's state, made once and kept
 * in node_modules/.cache under a hash of what makes them.
 */
import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import * as z from "zod";
import { copyTree, tallyOf } from "../database/copy-tree.ts";
import { copyDatabase } from "../database/new-database.ts";
import { findPostgres } from "../database/postgres-binaries.ts";
import { waitForRunLock } from "../processes/run-lock.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { closeAll, startDataServices, type Watch } from "./data-services.ts";
import { anyPorts, reservePorts } from "./ports.ts";

const project = path.join(import.meta.dirname, "../../..");

/** The demo's times count from its seeding, and its soonest window opens an hour and a half later. */
const freshForMs = 60 * 60_000;

const ingredients = [
  "supabase/{migrations,seeds,local,graph-simulator,functions}/**/*.{ts,sql,json}",
  "src/{domain,locales}/**/*.{ts,json}",
  "{package-lock.json,supabase/config.toml}",
];

/** The lock file names the versions of Postgres, Lite and all else that writes to the database. */
export function hashOfIngredients(root = project): string {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of globSync(ingredients, { cwd: root }).sort())
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  return hash.digest("hex").slice(0, 16);
}

const manifestSchema = z.object({
  /** Ms since 1970. */
  seededAt: z.number(),
  database: z.object({ files: z.int(), bytes: z.int() }),
});
type Manifest = z.infer<typeof manifestSchema>;

/** Undefined if there is none that is complete and fresh. */
function readManifest(template: string): Manifest | undefined {
  try {
    const manifest = manifestSchema.parse(
      JSON.parse(readFileSync(path.join(template, "template.json"), "utf8")),
    );
    const age = Date.now() - manifest.seededAt;
    return age >= 0 && age < freshForMs ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** Per user: root's database belongs to another user, and an ordinary user could read neither. */
function templatesFolder(folder: DataFolder, chosen: string | undefined): string {
  const cache = chosen ?? path.join(project, "node_modules/.cache/portdesk");
  try {
    const own = path.join(cache, `user-${process.getuid?.() ?? 0}`);
    // The database's own user must be able to pass through.
    mkdirSync(own, { recursive: true, mode: 0o755 });
    accessSync(own, constants.W_OK);
    return own;
  } catch {
    return folder.file("templates");
  }
}

type Filling = { watch: Watch; signal: AbortSignal; templates: string | undefined };

/** Fills a data folder that has no database yet. Throws if the demo cannot be seeded. */
export async function fillFromTemplate(folder: DataFolder, options: Filling): Promise<void> {
  const templates = templatesFolder(folder, options.templates);
  const template = path.join(templates, hashOfIngredients());
  if (tryCopy(template, folder)) return;
  mkdirSync(templates, { recursive: true });
  const lock = await waitForRunLock(path.join(templates, "making.json"), options.signal);
  try {
    // Another start may have made it meanwhile.
    if (tryCopy(template, folder)) return;
    for (const name of readdirSync(templates).filter((one) => one !== "making.json"))
      rmSync(path.join(templates, name), { recursive: true, force: true, maxRetries: 3 });
    const watch = { ...options.watch, onSpawn: (pid: number) => lock.addChild(pid) };
    await makeTemplate(template, watch, options.signal);
    copy(template, folder);
  } finally {
    lock.release();
    if (templates === folder.file("templates")) rmSync(templates, { recursive: true, force: true });
  }
}

/** Whether the template could be used: it may be missing, old, damaged, or deleted while it is read. */
export function tryCopy(template: string, folder: DataFolder): boolean {
  if (!readManifest(template)) return false;
  try {
    copy(template, folder);
    return true;
  } catch {
    return false;
  }
}

/** The database comes last: with it the folder counts as filled. */
function copy(template: string, folder: DataFolder): void {
  const manifest = readManifest(template);
  if (!manifest) throw new Error(`${template} is no template`);
  copyTree(path.join(template, "graph"), folder.file("graph"));
  folder.keep({ awaitsTokens: true });
  const place = folder.file("database");
  copyDatabase(findPostgres(place), path.join(template, "database"), place, {
    password: folder.kept.databasePassword,
    expected: manifest.database,
  });
}

/** With secrets of its own, which nobody keeps; without the connections' tokens, which need each folder's own key. */
async function makeTemplate(template: string, watch: Watch, signal: AbortSignal): Promise<void> {
  watch.say("Seeding the demo");
  const place = mkdtempSync(path.join(path.dirname(template), "new-"));
  const seededAt = Date.now();
  chmodSync(place, 0o755);
  const folder = openDataFolder(place, false);
  const closers: (() => unknown)[] = [];
  try {
    const reserved = await reservePorts(anyPorts);
    closers.push(() => reserved.releaseAll());
    const services = await startDataServices({ folder, reserved, options: {}, watch, closers, signal });
    const { seedDemo } = await import("./demo.ts");
    await seedDemo({ ...services, secretKey: folder.kept.secretKey, tokenKeys: null });
    await closeAll(closers, 60_000);
    if (existsSync(folder.file("database/postmaster.pid")))
      throw new Error("Postgres did not stop after seeding");
    signal.throwIfAborted();
    for (const name of ["stack.json", "mail.jsonl"]) rmSync(folder.file(name), { force: true });
    const manifest: Manifest = { seededAt, database: tallyOf(folder.file("database")) };
    writeFileSync(folder.file("template.json"), JSON.stringify(manifest));
    renameSync(place, template);
  } finally {
    await closeAll(closers);
    if (existsSync(place)) rmSync(place, { recursive: true, force: true, maxRetries: 3 });
  }
}
