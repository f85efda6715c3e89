/** Cells over HTTP: one request each, judged by one word made from the answer. */
import type { Findings } from "./attempts.ts";

export type Answer = { status: number; body: unknown; range: string | null };

export type HttpCell = {
  /** Who tries what, for the reader of a failure. */
  name: string;
  path: string;
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  headers: Record<string, string>;
  body?: unknown;
  /** The answer in a word. */
  read: (answer: Answer) => string;
  want: readonly string[];
};

async function ask(url: string, cell: HttpCell): Promise<Answer> {
  const response = await fetch(`${url}${cell.path}`, {
    method: cell.method ?? "GET",
    headers: { ...cell.headers, ...(cell.body === undefined ? {} : { "content-type": "application/json" }) },
    ...(cell.body === undefined ? {} : { body: JSON.stringify(cell.body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== "";
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    range: response.headers.get("content-range"),
  };
}

/** A few at a time, as a browser would, over connections that stay open. */
export async function runHttpCells(url: string, cells: readonly HttpCell[]): Promise<Findings> {
  const queue = [...cells];
  const wrong: string[] = [];
  const work = async () => {
    for (let cell = queue.shift(); cell; cell = queue.shift()) {
      const answer = await ask(url, cell);
      const got = cell.read(answer);
      if (!cell.want.includes(got)) wrong.push(`${cell.name}: ${got} instead of ${cell.want.join(" or ")}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return { cells: cells.length, wrong: wrong.toSorted() };
}

export function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

export function rowsOf(body: unknown): unknown[] {
  return Array.isArray(body) ? body : [];
}

/** A refusal for lack of rights is one word, whether the caller is known or not. */
export function refusalOf({ status, body }: Answer): string | undefined {
  if (status < 400) return undefined;
  const code = property(body, "code");
  if (code === "42501" && (status === 401 || status === 403)) return "denied";
  return `${status} ${String(code ?? property(property(body, "error"), "code"))}`;
}
