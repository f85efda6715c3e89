/** Turns Meta's raw answer into a value that matches the schema, or into a GraphFailure. */
import { leastSubcode } from "#domain/exceptions/graph-error-table.ts";
import { errorSchema, textsOf } from "#domain/graph/graph-error-object.ts";
import { GraphFailure, type GraphFailureDetails } from "#domain/graph/graph-failure.ts";
import { parseJson } from "#domain/graph/parse-json.ts";
import type * as z from "zod/mini";
import { traceSchema } from "./graph-schemas.ts";
import { redactText, redactValue } from "./redact.ts";
import { sanitizeJson, sanitizeText } from "./sanitize-json.ts";
import { secondsToWait } from "./usage-headers.ts";

export type RawAnswer = { status: number; headers: Headers; text: string };

const limitCodes = new Set([4, 17, 613, 80007, 80008, 130429]);
const unavailableCodes = new Set([2, 131016, 131057, 133004, 2494100]);

/** Throws GraphFailure unless the answer has the shape that Meta documents for this call. */
export function readAnswer<T>(answer: RawAnswer, schema: z.ZodMiniType<T>, secrets: readonly string[]): T {
  const { status } = answer;
  const body = readJson(answer.text);
  if (typeof body === "object" && body !== null && "error" in body) throw refusal(answer, body, secrets);
  const payload = body === undefined ? redactText(answer.text, secrets) : redactValue(body, secrets);
  const trace = traceOf(answer.headers);
  if (status === 429) {
    const seconds = secondsToWait(answer.headers);
    throw failure({
      kind: "limited",
      status,
      payload,
      ...trace,
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    });
  }
  if (status >= 500) throw failure({ kind: "lost", status, payload, ...trace });
  if (status < 200 || status >= 300 || body === undefined)
    throw failure({ kind: "nonsense", status, payload, ...trace });
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw failure({ kind: "nonsense", status, payload, ...trace });
  return parsed.data;
}

/** There was no answer, or it did not end in time. */
export function lostAnswer(reason: string): GraphFailure {
  return failure({ kind: "lost", status: 0, payload: { reason } });
}

/** `text`: the part that was read. A write with an answer this long may have taken effect. */
export function tooLong(
  { status, headers }: Omit<RawAnswer, "text">,
  text: string,
  secrets: readonly string[],
) {
  const payload = { reason: "too long", start: redactText(text, secrets) };
  return failure({ kind: "nonsense", status, payload, ...traceOf(headers) });
}

/** Meta's trace id from the headers, for answers that contain none. */
function traceOf(headers: Headers): { fbtraceId?: string } {
  const id = headers.get("x-fb-trace-id");
  return id === null ? {} : { fbtraceId: sanitizeText(id.slice(0, 100)) };
}

function refusal(answer: RawAnswer, body: object, secrets: readonly string[]): GraphFailure {
  const { status } = answer;
  const payload = redactValue(body, secrets);
  const parsed = errorSchema.safeParse(body);
  const named = traceSchema.safeParse(body);
  const trace = named.success ? { fbtraceId: named.data.error.fbtrace_id } : traceOf(answer.headers);
  if (!parsed.success)
    return failure({ kind: status >= 500 ? "lost" : "nonsense", status, payload, ...trace });
  const { error } = parsed.data;
  const subcode = error.error_subcode ?? undefined;
  const known = (codes: Set<number>) =>
    codes.has(error.code) || (subcode !== undefined && subcode >= leastSubcode && codes.has(subcode));
  const wait = secondsToWait(answer.headers);
  return failure({
    kind: known(limitCodes) ? "limited" : known(unavailableCodes) ? "unavailable" : "refused",
    status,
    code: error.code,
    payload,
    ...(subcode === undefined ? {} : { subcode }),
    ...textsOf(error, (text) => redactText(text, secrets)),
    ...(typeof error.is_transient === "boolean" ? { isTransient: error.is_transient } : {}),
    ...trace,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  });
}

function failure(details: GraphFailureDetails): GraphFailure {
  const number = details.code === undefined ? "" : ` ${details.code}`;
  return new GraphFailure(`Graph ${details.kind}${number}`, details);
}

/** Returns JSON in which every text can be stored and reads back as stored. undefined if not JSON, or too deep. */
function readJson(text: string): unknown {
  try {
    return sanitizeJson(parseJson(text));
  } catch {
    return undefined;
  }
}
