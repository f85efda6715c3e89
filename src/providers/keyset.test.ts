import * as fc from "fast-check";
import { expect, it } from "vitest";
import { byPlace, type Cursor, type Neighbours } from "./keyset.ts";

type Row = { id: string; value: string };

const compare = (a: string, operator: string, b: string) =>
  ({ gt: a > b, lt: a < b, gte: a >= b, lte: a <= b, eq: a === b })[operator];

/** Answers a query as PostgREST would, over rows in memory. */
function readPage(rows: readonly Row[], order: "asc" | "desc", cursor: Cursor, size: number) {
  let found = [...rows];
  const orders: [keyof Row, boolean][] = [];
  const page = byPlace(
    {
      filter: (_, operator, value) => (found = found.filter((row) => compare(row.value, operator, value))),
      or(expression) {
        const [, beyond = "", value = "", id = ""] =
          /^value\.(gt|lt)\."(.*)",and\(value\.eq\."\2",id\.\1\."(.*)"\)$/.exec(expression) ?? [];
        found = found.filter(
          (row) => compare(row.value, beyond, value) || (row.value === value && compare(row.id, beyond, id)),
        );
      },
      order: (column, { ascending }) => orders.push([column as keyof Row, ascending]),
      limit(count) {
        found.sort((a, b) => {
          for (const [column, ascending] of orders)
            if (a[column] !== b[column]) return a[column] < b[column] === ascending ? -1 : 1;
          return 0;
        });
        found = found.slice(0, count);
      },
    },
    { field: "value", order },
    cursor,
    size,
  );
  return page(found);
}

/** Every page from a cursor on, in the direction of `next` or `prev`. */
function walk(
  rows: readonly Row[],
  order: "asc" | "desc",
  start: Cursor,
  size: number,
  by: keyof Neighbours,
) {
  const pages: string[][] = [];
  for (let cursor: Cursor | undefined = start; cursor !== undefined; ) {
    const page = readPage(rows, order, cursor, size);
    pages.push(page.data.map(({ id }) => String(id)));
    const place: string | undefined = page.cursor[by];
    cursor = place === undefined ? undefined : by === "next" ? { after: place } : { before: place };
  }
  return pages;
}

it("shows every row once, forwards and backwards, whatever values they share", () => {
  const someRows = fc.uniqueArray(
    fc.record({ id: fc.uuid(), value: fc.constantFrom("2026-01-01+00~a", "2026-01-02", "b %", "c") }),
    { selector: ({ id }) => id, maxLength: 40 },
  );
  fc.assert(
    fc.property(
      someRows,
      fc.constantFrom("asc", "desc"),
      fc.integer({ min: 1, max: 7 }),
      (rows, order, size) => {
        const sorted = rows.toSorted((a, b) => {
          const before = a.value === b.value ? a.id < b.id : a.value < b.value;
          return before === (order === "asc") ? -1 : 1;
        });
        const ids = sorted.map(({ id }) => id);
        const forwards = walk(rows, order, {}, size, "next");
        expect(forwards.flat()).toEqual(ids);
        expect(forwards.slice(0, -1).every((page) => page.length === size)).toBe(true);
        expect(walk(rows, order, { last: true }, size, "prev").toReversed().flat()).toEqual(ids);
      },
    ),
  );
});

it("leads back from any page to the one before", () => {
  const rows = Array.from({ length: 10 }, (_, at) => ({ id: String(at), value: "same" }));
  const second = readPage(rows, "asc", { after: "same~2" }, 3);
  expect(second.data.map(({ id }) => id)).toEqual(["3", "4", "5"]);
  expect(readPage(rows, "asc", { before: second.cursor.prev ?? "" }, 3)).toEqual({
    data: rows.slice(0, 3),
    cursor: { next: "same~2" },
  });
});
