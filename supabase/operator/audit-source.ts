/** Reads the audit directly from the database, bypassing row-level security, for the operator's verifier. */
import type { AuditRow, AuditValue, ChainHead } from "#domain/audit/chain.ts";
import type { Erasure } from "#domain/audit/missing-values.ts";
import type { TransactionSql } from "postgres";
import { comparedRelations } from "./audit-relations.ts";

export type AuditedProvider = {
  id: string;
  slug: string;
  /** How far the chain is sealed, according to the database itself. */
  head: ChainHead;
  /** Entries that have waited too long to be sealed. */
  late: number;
  /** Events without an entry. */
  unrecorded: number;
  /** What unsealed erasures say. */
  erasing: Erasure[];
};

/** Providers with a chain, and chains whose provider is gone. */
export async function listAudited(sql: TransactionSql, minutes: number): Promise<AuditedProvider[]> {
  const rows = await sql<(Omit<AuditedProvider, "head"> & ChainHead)[]>`
    select k.id, coalesce(p.slug, k.id::text) as slug, coalesce(h.seq, 0)::int as seq, coalesce(h.hash, repeat('0', 64)) as hash,
      (select count(*)::int from private.audit_intake i where i.provider_id = k.id and i.at < now() - make_interval(mins => ${minutes})) as late,
      (select count(*)::int from public.events e where e.provider_id = k.id
        and not exists (select from public.audit_rows a where a.event_id = e.id)
        and not exists (select from private.audit_intake i where i.event_id = e.id)) as unrecorded,
      (select coalesce(jsonb_agg(i.data), '[]') from private.audit_intake i where i.provider_id = k.id and i.kind = 'audit.erased') as erasing
    from (select id from public.providers union select provider_id from private.audit_heads
      union select distinct provider_id from public.audit_rows) as k
    left join public.providers p on p.id = k.id left join private.audit_heads h on h.provider_id = k.id order by slug`;
  return rows.map(({ seq, hash, ...rest }) => ({ ...rest, head: { seq, hash } }));
}

/** A provider's rows in order, with whatever can still be opened, a thousand at a time. */
export async function* readRows(sql: TransactionSql, provider: string): AsyncGenerator<AuditRow> {
  const pages = sql<(Omit<AuditRow, "values"> & { values: AuditValue[] })[]>`
    select a.id::int, a.provider_id, a.seq::int, to_jsonb(a.at) #>> '{}' as at, a.kind, a.actor_kind, a.actor_id, a.request_id,
      a.event_id::int, a.body, a.hash,
      (select coalesce(jsonb_agg(jsonb_build_object('field', v.field, 'salt', v.salt, 'value', v.value)), '[]')
        from public.audit_values v where v.entry = a.id) as values
    from public.audit_rows a where a.provider_id = ${provider} order by a.seq, a.id`.cursor(1000);
  for await (const page of pages) yield* page;
}

/** `row`: as JSON, in the form of its audit rows. `isEverybodys`: it belongs to no provider. */
export type StandingRow = {
  relation: string;
  id: string;
  row: Record<string, unknown>;
  isEverybodys: boolean;
};

/** Every audited row of a provider, and those that belong to no provider. */
export async function* readStanding(sql: TransactionSql, provider: string): AsyncGenerator<StandingRow> {
  for (const [relation, { schema, key, provider: column, leftOut }] of Object.entries(comparedRelations)) {
    const pages = sql<Omit<StandingRow, "relation">[]>`
      select t.${sql(key)}::text as id, to_jsonb(t) - ${[...leftOut]}::text[] as row, t.${sql(column)} is null as "isEverybodys"
      from ${sql(schema)}.${sql(relation)} t where t.${sql(column)} = ${provider} or t.${sql(column)} is null`.cursor(
      1000,
    );
    for await (const page of pages) for (const one of page) yield { relation, ...one };
  }
}

/** Rows with an unsealed entry: "events 812". */
export async function readWaiting(sql: TransactionSql, provider: string): Promise<ReadonlySet<string>> {
  const rows = await sql<{ place: string }[]>`
    select place from private.audit_intake i cross join lateral (values ('migration_requests ' || i.request_id), ('events ' || i.event_id),
      (split_part(i.kind, '.', 1) || ' ' || (i.data ->> 'row'))) as reported (place)
    where i.provider_id = ${provider} and place is not null`;
  return new Set(rows.map(({ place }) => place));
}
