/** The folder with a stack's data: database, mails, simulator, secrets and the lock of the running stack. */
import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { usualPorts } from "./ports.ts";

const projectFolder = path.join(import.meta.dirname, "../../..");

const newKey = (kind: "publishable" | "secret") => `sb_${kind}_${randomBytes(18).toString("base64url")}`;

const keptSchema = z.object({
  ports: z.object({
    app: z.int(),
    api: z.int(),
    database: z.int(),
    functions: z.int(),
    mail: z.int(),
    graph: z.int(),
  }),
  /** In hosted's format; unique to this folder's stack, so that no web page can know them. */
  publishableKey: z.string().default(() => newKey("publishable")),
  secretKey: z.string().default(() => newKey("secret")),
  jwtSecret: z.string(),
  databasePassword: z.string(),
  tickSecret: z.string(),
  tokenKeys: z.record(z.string(), z.string()),
  /** The database came from a template, and the demo's tokens have yet to be sealed with this folder's key. */
  awaitsTokens: z.boolean().default(false),
});
/** What is created once per data folder. */
export type Kept = z.infer<typeof keptSchema>;

export type DataFolder = {
  path: string;
  kept: Kept;
  file(name: string): string;
  keep(changes: Partial<Pick<Kept, "ports" | "awaitsTokens">>): void;
};

/** The project's own folder; a chosen one is used as given. */
export function dataFolderPath(chosen: string | undefined): string {
  return chosen ? path.resolve(chosen) : path.join(projectFolder, ".portdesk");
}

function newKept(): Kept {
  return {
    ports: { ...usualPorts },
    publishableKey: newKey("publishable"),
    secretKey: newKey("secret"),
    jwtSecret: randomBytes(32).toString("base64url"),
    databasePassword: randomBytes(18).toString("base64url"),
    tickSecret: randomBytes(18).toString("base64url"),
    tokenKeys: {
      [`k${createHash("sha256").update(randomBytes(8)).digest("hex").slice(0, 6)}`]:
        randomBytes(32).toString("base64"),
    },
    awaitsTokens: false,
  };
}

export function openDataFolder(folder: string, reset: boolean): DataFolder {
  const file = (name: string) => path.join(folder, name);
  if (reset) {
    for (const name of ["database", "stack.json", "mail.jsonl", "graph", "app"])
      rmSync(file(name), { recursive: true, force: true });
  }
  // The database's own user must be able to pass through.
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  mkdirSync(file("graph"), { recursive: true });
  const write = (kept: Kept) => {
    writeFileSync(file("stack.json.new"), JSON.stringify(kept, null, 2), { mode: 0o600 });
    renameSync(file("stack.json.new"), file("stack.json"));
  };
  let kept = existsSync(file("stack.json"))
    ? keptSchema.parse(JSON.parse(readFileSync(file("stack.json"), "utf8")))
    : newKept();
  write(kept);
  return {
    path: folder,
    get kept() {
      return kept;
    },
    file,
    keep(changes) {
      kept = { ...kept, ...changes };
      write(kept);
    },
  };
}
