/** What the bench of reads compares with marks. */
import type { Read } from "../fixtures/scale/reads.ts";
import { worstOf } from "./judge.ts";
import type { Measured, MeasuredRead } from "./measured-read.ts";
import type { Figure } from "./part.ts";

/** Milliseconds that may be added to a read of about one: there, a ratio says more about the machine than the plan. */
const fixedMs = 1;
/** Rows of a page: they may lie on one block of the table, or each on another. */
const pageRows = 25;

const last = ({ bySize }: MeasuredRead): Measured => {
  const measured = bySize.at(-1);
  if (!measured) throw new Error("Nothing was measured.");
  return measured;
};

/** The pages of one order, beside each other. */
function spread(reads: readonly MeasuredRead[], order: string): Figure[] {
  const pages = reads.filter(({ name }) => name.startsWith(`${order}, `)).map(last);
  const ends = (values: number[]) => ({
    value: Math.max(...values),
    beside: { what: "least of its pages", value: Math.min(...values) },
  });
  return [
    {
      name: order,
      unit: "ms",
      ...ends(pages.map(({ ms }) => ms)),
      ratioAtMost: 1.5,
      allowance: fixedMs,
    },
    {
      name: order,
      unit: "buffers",
      ...ends(pages.map(({ buffers }) => buffers)),
      ratioAtMost: 1.2,
      allowance: pageRows,
    },
  ];
}

function beside(read: MeasuredRead): Pick<Figure, "beside"> {
  const { ownerMs } = last(read);
  return ownerMs === undefined ? {} : { beside: { what: "as owner", value: ownerMs } };
}

export function readFigures(reads: readonly MeasuredRead[]): Figure[] {
  const of = (kind: Read["kind"]) => reads.filter((read) => read.kind === kind);
  const limits = (kind: Read["kind"], marks: Partial<Figure> = {}) =>
    worstOf(
      kind,
      of(kind).map((read) => ({
        name: read.name,
        value: last(read).ms,
        unit: "ms",
        atMost: read.limitMs,
        ...beside(read),
        ...marks,
      })),
    );
  const spreads = ["updated_at asc", "updated_at desc", "due_order asc", "due_order desc"].flatMap((order) =>
    spread(reads, order),
  );
  const growth = reads.flatMap((read): Figure[] => {
    const [first] = read.bySize;
    if (!first || read.bySize.length < 2) return [];
    return [
      {
        name: `growth of ${read.name}`,
        value: last(read).ms,
        unit: "ms",
        beside: { what: "at the least", value: first.ms },
        ratioAtMost: 1.5,
        allowance: fixedMs,
      },
    ];
  });
  const sumOf = (name: string, isMeant: (read: MeasuredRead) => boolean): Figure => ({
    name,
    value: of("request page")
      .filter(isMeant)
      .reduce((sum, read) => sum + last(read).ms, 0),
    unit: "ms",
    atMost: 5,
  });
  const isClients = ({ name }: MeasuredRead) => name.endsWith("as its client");
  return [
    ...limits("page", { ratioAtMost: 1.15, allowance: fixedMs }),
    ...worstOf(
      "pages of an order",
      spreads.filter(({ unit }) => unit === "ms"),
    ),
    ...worstOf(
      "pages of an order",
      spreads.filter(({ unit }) => unit === "buffers"),
    ),
    ...(["filter", "counter", "capped count", "search", "client"] as const).flatMap((kind) => limits(kind)),
    sumOf("a request's page, sum of its reads", (read) => !isClients(read)),
    sumOf("a client's page of a request, sum of its reads", isClients),
    ...worstOf("growth", growth),
  ];
}
