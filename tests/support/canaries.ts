/** The secrets of a stack that must stand nowhere, and the search for them in every writing that somebody could undo. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { demoAppSecret } from "../../supabase/local/stack/demo-accounts.ts";
import { providers } from "../../supabase/seeds/providers.ts";
import type { TestStack } from "./stack.ts";

/** What it is, and how it reads. */
export type Secrets = Record<string, string>;
export type Place = [where: string, text: string];

const kept = z.object({
  jwtSecret: z.string(),
  databasePassword: z.string(),
  tickSecret: z.string(),
  tokenKeys: z.record(z.string(), z.string()),
});

/** Those that a stack has from its start. */
export function stackSecrets(stack: TestStack): Secrets {
  const folder = kept.parse(JSON.parse(readFileSync(path.join(stack.dataFolder, "stack.json"), "utf8")));
  return {
    "the app's secret": demoAppSecret,
    "the word of the handshake": "portdesk-local-handshake",
    "the service role's key": stack.secretKey,
    "the secret of the sessions": folder.jwtSecret,
    "the database's password": folder.databasePassword,
    "the secret of the tick": folder.tickSecret,
    "the key of the tokens": Object.values(folder.tokenKeys)[0] ?? "",
    "a provider's token": providers.brightline.connection.token,
    "another provider's token": providers.severlink.connection.token,
    "a person's password": stack.logins[0]?.password ?? "",
  };
}

/** Base64 of the secret wherever in a longer text it begins; the signs that its neighbours change are left off. */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]);
    const from = Math.ceil((before * 8) / 6);
    return whole.toString("base64").slice(from, Math.floor((whole.length * 8) / 6));
  });
}

/** The secret in other writings: JSON, addresses, hex (as a dump has bytes) and both kinds of base64. */
function writingsOf(secret: string): string[] {
  const base64 = base64Cores(secret);
  const hex = Buffer.from(secret).toString("hex");
  const percent = hex.replace(/../g, "%$&");
  return [
    ...new Set([
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      percent,
      percent.toUpperCase(),
      hex,
      hex.toUpperCase(),
      ...base64,
      ...base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    ]),
  ].filter((text) => text !== secret);
}

/** Six digits are looked for as a word of their own: parts of ids and of times are none. */
function standsPlain(secret: string, text: string): boolean {
  return /^\d+$/.test(secret) ? new RegExp(`(?<![\\w.])${secret}(?!\\w)`).test(text) : text.includes(secret);
}

export function stands(secret: string, text: string): boolean {
  return (
    standsPlain(secret, text) ||
    writingsOf(secret).some((writing) => !/^\d+$/.test(writing) && text.includes(writing))
  );
}

/** What was found where. */
export function foundIn(places: readonly Place[], secrets: Secrets): string[] {
  const reported = Object.entries(secrets).flatMap(([what, secret]) =>
    places.filter(([, text]) => stands(secret, text)).map(([where]) => `${what} in ${where}`),
  );
  return [...new Set(reported)];
}

/** Every file of a built app. */
export function filesOf(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(folder, file), readFileSync(file, "utf8")]);
}
