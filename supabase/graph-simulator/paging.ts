// Cursor paging of the lists: `limit`, `after`, `before`, `paging.cursors`, `paging.next`.
import { tooHeavy } from "./error-texts.ts";
import { GraphError, graphError } from "./graph-error.ts";
import { type GraphRequest, integerParam, textParam } from "./graph-request.ts";
import type { Call } from "./operation.ts";

const maxLimit = 1000;

function cursor(position: number): string {
  return Buffer.from(`at:${position}`).toString("base64url");
}

function position(text: string): number {
  const match = /^at:(\d+)$/.exec(Buffer.from(text, "base64url").toString());
  if (!match) throw graphError(100, { message: "(#100) Invalid cursors values" });
  return Number(match[1]);
}

function neighbour(request: GraphRequest, name: "after" | "before", value: string): string {
  const url = new URL(request.url);
  url.searchParams.delete("after");
  url.searchParams.delete("before");
  url.searchParams.set(name, value);
  return url.href;
}

/** A page of `items` in Graph's format; `paging` is absent if the list is empty. */
export function page<T>(
  { request, state }: Pick<Call, "request" | "state">,
  items: T[],
  presetLimit: number,
) {
  const limit = Math.min(maxLimit, Math.max(1, integerParam(request.params, "limit", presetLimit)));
  const { heaviestPage } = state.settings;
  if (heaviestPage !== null && limit > heaviestPage) throw new GraphError(tooHeavy);
  const after = textParam(request.params, "after");
  const before = textParam(request.params, "before");
  const end = before === undefined ? items.length : position(before);
  const start =
    after === undefined ? (before === undefined ? 0 : Math.max(0, end - limit)) : position(after) + 1;
  const data = items.slice(start, Math.min(start + limit, end));
  if (data.length === 0) return { data };
  const last = start + data.length - 1;
  const cursors = { before: cursor(start), after: cursor(last) };
  return {
    data,
    paging: {
      cursors,
      ...(last + 1 < items.length ? { next: neighbour(request, "after", cursors.after) } : {}),
      ...(start > 0 ? { previous: neighbour(request, "before", cursors.before) } : {}),
    },
  };
}
