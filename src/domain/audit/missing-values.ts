/** Finds out which values of a chain are missing, and whether an erasure explains each of them. */
import type { AuditBody, AuditRow } from "./chain.ts";

/** What an `audit.erased` entry says; older entries have no `erased` and give only a number. */
export type Erasure = Pick<AuditBody["data"], "values" | "erased">;

export class MissingValues {
  /** The place of each value that no erasure has named. */
  readonly #places = new Map<string, number>();
  #counted = 0;

  /** Takes the rows of a chain in order: an erasure comes after the values it removed. */
  note({ id, seq, values }: Pick<AuditRow, "id" | "seq" | "values">, { kind, data }: AuditBody): void {
    if (kind === "audit.erased") this.explain(data);
    if (!values) return;
    for (const field of Object.keys(data.committed ?? {})) {
      if (!values.some((value) => value.field === field)) this.#places.set(key(id, field), seq);
    }
  }

  explain({ values = 0, erased }: Erasure): void {
    if (!erased) this.#counted += values;
    for (const [entry, fields] of Object.entries(erased ?? {}))
      for (const field of fields) this.#places.delete(key(entry, field));
  }

  /** The first row with a missing value that nobody erased; null where erasures explain all. */
  unexplained(): number | null {
    if (this.#places.size <= this.#counted) return null;
    // Not spread into Math.min, because a call accepts only a limited number of arguments.
    return [...this.#places.values()].reduce((first, seq) => Math.min(first, seq));
  }
}

const key = (entry: number | string, field: string) => `${entry} ${field}`;
