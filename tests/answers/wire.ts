/** What went over the wire between the client and Meta, and how one of its answers is spoilt. */

export type WireAnswer = { status: number; text: string };

export type Exchange = {
  method: string;
  /** Without version. */
  path: string;
  /** Where a list continues; null for its first page and for everything else. */
  after: string | null;
  /** As Meta gave it, spoilt or not; null if the connection broke. */
  answer: WireAnswer | null;
};

/** One way to spoil an answer; null: the connection breaks. */
export type Mutation = { name: string; apply: (answer: WireAnswer) => WireAnswer | null };

/** once: the one answer. always: every answer to the same request from then on. */
export type Holds = "once" | "always";

/** `target`: the spoilt exchange, request `index` (from 0) where it was recorded. */
export type Spoiling = { target: Exchange; index: number; mutation: Mutation; holds: Holds };

/** How a more lenient reader takes an answer; the oracle's controls put it before the client. */
export type Lenient = (answer: WireAnswer, asked: Exchange) => WireAnswer;

/** How the answers of one play are spoilt and read. */
export type Plan = { spoiling?: Spoiling | undefined; lenient?: Lenient | undefined };

export type Fetch = (request: Request) => Promise<Response>;

/** Keeps each exchange in `kept` as Meta answered it. `isLater`: the target has been answered before. */
export function recorded(
  fetch: Fetch,
  kept: Exchange[],
  { spoiling, lenient }: Plan,
  isLater = false,
): Fetch {
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const exchange: Exchange = {
      method: request.method,
      path: pathname.replace(/^\/v\d+\.\d+/, ""),
      after: searchParams.get("after"),
      answer: null,
    };
    const index = kept.push(exchange) - 1;
    const response = await fetch(request);
    const answer = { status: response.status, text: await response.text() };
    const isSpoilt = spoiling !== undefined && isHit(spoiling, exchange, index, isLater);
    exchange.answer = carried(isSpoilt ? spoiling.mutation.apply(answer) : answer);
    if (exchange.answer === null) throw new TypeError("the connection broke");
    return responseOf(lenient?.(exchange.answer, exchange) ?? exchange.answer, response.headers);
  };
}

function isHit({ target, index, holds }: Spoiling, asked: Exchange, at: number, isLater: boolean): boolean {
  if (!isLater && at === index) return true;
  return holds === "always" && isSameRequest(target, asked) && (isLater || at > index);
}

export const isSameRequest = (one: Exchange, other: Exchange) =>
  one.method === other.method && one.path === other.path && one.after === other.after;

/** Statuses that carry no body in HTTP. */
const bodiless = new Set([204, 205, 304]);

const carried = (answer: WireAnswer | null): WireAnswer | null =>
  answer && bodiless.has(answer.status) ? { ...answer, text: "" } : answer;

function responseOf({ status, text }: WireAnswer, from: Headers): Response {
  const headers = new Headers(from);
  headers.delete("content-length");
  return new Response(bodiless.has(status) ? null : text, { status, headers });
}
