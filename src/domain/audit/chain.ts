/**
 * The audit chain, version 1. A row's `body` is the exact JSON text that was hashed, so nothing depends on how JSON is
 * written: `hash` = SHA-256 of its UTF-8 bytes in hexadecimal, and its `previous` is the hash of the row before, 64
 * zeros for the first. The other columns repeat the body for searching. `data.set` holds changed fields with their new
 * values, `data.committed` those with personal data: SHA-256 of salt, a colon and the value.
 */
import * as z from "zod/mini";

/** Hashes a text with whatever the platform offers; hexadecimal. */
export type Digest = (text: string) => string | Promise<string>;

/** Where a chain ended at some time: the number and the hash of its last row. */
export type ChainHead = { seq: number; hash: string };

export const beforeFirst: ChainHead = { seq: 0, hash: "0".repeat(64) };

const chainHead = z.object({
  seq: z.coerce.number().check(z.int(), z.minimum(0)),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

/** "812 3fa9…", as Portdesk shows and mails it, or null. */
export function readHead(text: string): ChainHead | null {
  const [seq, hash, ...rest] = text.trim().toLowerCase().split(/\s+/);
  const read = chainHead.safeParse({ seq, hash });
  return read.success && rest.length === 0 ? read.data : null;
}

export const writeHead = ({ seq, hash }: ChainHead): string => `${seq} ${hash}`;

export type AuditValue = { field: string; salt: string; value: string };

/** A row as the database holds it; `at` in UTC as in JSON. */
export type AuditRow = {
  id: number;
  provider_id: string;
  seq: number;
  at: string;
  kind: string;
  actor_kind: string;
  actor_id: string | null;
  request_id: string | null;
  event_id: number | null;
  body: string;
  hash: string;
  /** The values behind its commitments, unless erased; absent: not read. */
  values?: readonly AuditValue[];
};

const auditData = z.object({
  set: z.optional(z.record(z.string(), z.json())),
  committed: z.optional(z.record(z.string(), z.string())),
  /** For events: who may read it, and the statuses before and after it. */
  visibility: z.optional(z.string()),
  from: z.nullish(z.string()),
  to: z.nullish(z.string()),
  /** For table rows: the row's id. */
  row: z.optional(z.union([z.string(), z.int()])),
  /** For erasures: whose values, how many, and which ones, as fields by entry. */
  subject: z.optional(z.string()),
  values: z.optional(z.int()),
  erased: z.optional(z.record(z.string(), z.array(z.string()))),
});

const auditBody = z.object({
  v: z.literal(1),
  provider: z.string(),
  seq: z.int(),
  previous: z.string(),
  id: z.int(),
  at: z.string(),
  kind: z.string(),
  actor: z.string(),
  actorId: z.nullable(z.string()),
  request: z.nullable(z.string()),
  event: z.nullable(z.int()),
  data: auditData,
});
export type AuditBody = z.infer<typeof auditBody>;

/** Null where the text is not a body of a known version. */
export function readBody(text: string): AuditBody | null {
  try {
    const read = auditBody.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
