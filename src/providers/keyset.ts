/**
 * Pages by place: a page begins after the last row of the one before, so every page costs the same and none skips or
 * repeats a row that others move meanwhile. The order needs an index that ends in the id.
 */
import type { BaseRecord, CrudSort } from "@refinedev/core";

/** A row's place in its order, `value~id`: encoded, because an address may turn a plus into a space. */
export type Place = string;

/** Neither: the first page. */
export type Cursor = { after?: Place; before?: Place; last?: boolean };

/** The places from which the next and the previous page continue; undefined where there is none. */
export type Neighbours = { next?: Place; prev?: Place };

/** The part of a PostgREST query that pages by place need. */
type Ordered = {
  order(column: string, options: { ascending: boolean }): unknown;
  limit(count: number): unknown;
  filter(column: string, operator: string, value: string): unknown;
  or(filters: string): unknown;
};

const quoted = (value: string) => `"${value.replace(/["\\]/g, "\\$&")}"`;

function split(place: Place): { value: string; id: string } {
  const at = place.lastIndexOf("~");
  return { value: decodeURIComponent(place.slice(0, at)), id: place.slice(at + 1) };
}

/** Limits the query to one page; the returned function puts the rows that it found in the order asked for. */
export function byPlace(query: Ordered, { field, order }: CrudSort, cursor: Cursor, size: number) {
  const backwards = cursor.last === true || cursor.before !== undefined;
  const ascending = (order === "asc") !== backwards;
  const place = cursor.before ?? cursor.after;
  if (place !== undefined) {
    const { value, id } = split(place);
    const beyond = ascending ? "gt" : "lt";
    // The first condition bounds the index; the second leaves out the rows up to the place.
    query.filter(field, `${beyond}e`, value);
    query.or(
      `${field}.${beyond}.${quoted(value)},and(${field}.eq.${quoted(value)},id.${beyond}.${quoted(id)})`,
    );
  }
  query.order(field, { ascending });
  query.order("id", { ascending });
  // One more than the page shows whether there is another.
  query.limit(size + 1);

  const placeOf = (row: BaseRecord | undefined): Place | undefined =>
    row && `${encodeURIComponent(String(row[field]))}~${row["id"]}`;
  return (found: readonly BaseRecord[]): { data: BaseRecord[]; cursor: Neighbours } => {
    const more = found.length > size;
    const kept = found.slice(0, size);
    const data = backwards ? kept.toReversed() : kept;
    const hasNext = backwards ? cursor.before !== undefined : more;
    const hasPrevious = backwards ? more : cursor.after !== undefined;
    const next = hasNext ? placeOf(data.at(-1)) : undefined;
    const prev = hasPrevious ? placeOf(data[0]) : undefined;
    return { data, cursor: { ...(next !== undefined && { next }), ...(prev !== undefined && { prev }) } };
  };
}
