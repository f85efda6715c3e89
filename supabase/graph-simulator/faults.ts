// The faults that a test plays: which request each waits for, and what it does to it.
import * as z from "zod";
import { heldBack, migrationTexts, type MigrationVariant, tooHeavy } from "./error-texts.ts";
import { GraphError, graphError, migrationError } from "./graph-error.ts";
import { errorShapeSchema, textPlacements } from "./settings.ts";

const variants = Object.keys(migrationTexts).filter((key): key is MigrationVariant => key in migrationTexts);

const actionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("http429"), minutes: z.int().default(5) }),
  z.strictObject({ kind: z.literal("http5xx"), status: z.int().min(500).max(599).default(503) }),
  z.strictObject({ kind: z.literal("lost_after") }),
  z.strictObject({ kind: z.literal("lost_before") }),
  z.strictObject({ kind: z.literal("slow"), ms: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal("html"), status: z.int().default(200) }),
  z.strictObject({ kind: z.literal("truncated") }),
  z.strictObject({ kind: z.literal("empty") }),
  z.strictObject({
    kind: z.literal("wrong_type"),
    field: z.string().optional(),
    value: z.unknown().optional(),
  }),
  z.strictObject({
    kind: z.literal("unknown_enum"),
    field: z.string(),
    value: z.string().default("SOMETHING_NEW"),
  }),
  z.strictObject({ kind: z.literal("error_200"), error: errorShapeSchema }),
  z.strictObject({
    kind: z.literal("variant"),
    variant: z.enum(variants),
    placement: z.enum(textPlacements).default("title_and_text"),
  }),
  z.strictObject({ kind: z.literal("code_held_back"), wait: z.string().default("1 hour") }),
  z.strictObject({ kind: z.literal("too_heavy") }),
  z.strictObject({ kind: z.literal("error"), error: errorShapeSchema }),
]);
export type FaultAction = z.output<typeof actionSchema>;

export const faultInputSchema = z.strictObject({
  method: z.string().optional(),
  /** Path without version; an asterisk matches any one part. */
  path: z.string().optional(),
  operation: z.string().optional(),
  /** The first matching request to spoil, counted from 1 since the fault was added. */
  nth: z.int().min(1).default(1),
  /** How many matching requests in a row to spoil; 0: every one from then on. */
  times: z.int().min(0).default(1),
  /** Whether the call takes effect; the default depends on the kind. */
  effect: z.boolean().optional(),
  action: actionSchema,
});
export type FaultInput = z.input<typeof faultInputSchema>;

export const faultSchema = faultInputSchema.extend({ id: z.string(), seen: z.int(), played: z.int() });
export type Fault = z.output<typeof faultSchema>;

type Subject = { method: string; path: string; operation: string | null };

function matches(fault: Fault, subject: Subject): boolean {
  const pattern = fault.path
    ?.split("*")
    .map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"))
    .join("[^/]+");
  return (
    (fault.method === undefined || fault.method === subject.method) &&
    (fault.operation === undefined || fault.operation === subject.operation) &&
    (pattern === undefined || new RegExp(`^${pattern}$`).test(subject.path))
  );
}

/** Counts this request for every fault that it matches, and returns the first that is due. */
export function takeFault(faults: Fault[], subject: Subject): Fault | null {
  let due: Fault | null = null;
  for (const fault of faults.filter((candidate) => matches(candidate, subject))) {
    fault.seen += 1;
    const over = fault.times !== 0 && fault.seen >= fault.nth + fault.times;
    if (due === null && fault.seen >= fault.nth && !over) due = fault;
  }
  if (due) due.played += 1;
  return due;
}

const withoutEffect = new Set<FaultAction["kind"]>([
  "http429",
  "http5xx",
  "lost_before",
  "error_200",
  "variant",
  "code_held_back",
  "too_heavy",
  "error",
]);

export function hasEffect(fault: Fault): boolean {
  return fault.effect ?? !withoutEffect.has(fault.action.kind);
}

/** The error that replaces the answer; null for the kinds that only spoil it. */
export function faultError(action: FaultAction): GraphError | null {
  if (action.kind === "http429") return graphError(80008, { status: 429 });
  if (action.kind === "http5xx") return graphError(2, { status: action.status });
  if (action.kind === "variant") return migrationError(action.variant, action.placement);
  if (action.kind === "code_held_back") return new GraphError(heldBack(action.wait));
  if (action.kind === "too_heavy") return new GraphError(tooHeavy);
  if (action.kind === "error") return new GraphError(action.error);
  if (action.kind === "error_200") return new GraphError({ ...action.error, status: 200 });
  return null;
}

function replaced(value: unknown, field: string, replacement: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, field, replacement));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === field ? replacement : replaced(inner, field, replacement),
  ]);
  return Object.fromEntries(entries);
}

/** The body as sent: its text, its content type, and a status if the fault changes it. */
export function spoil(
  action: FaultAction | null,
  body: unknown,
): { text: string; type: string; status?: number } {
  const json = "application/json; charset=UTF-8";
  const text = JSON.stringify(body);
  switch (action?.kind) {
    case "html":
      return {
        text: "<!DOCTYPE html><title>Error</title><h1>Sorry</h1>",
        type: "text/html",
        status: action.status,
      };
    case "truncated":
      return { text: text.slice(0, Math.max(1, Math.floor(text.length / 2))), type: json };
    case "empty":
      return { text: "", type: json };
    case "unknown_enum":
      return { text: JSON.stringify(replaced(body, action.field, action.value)), type: json };
    case "wrong_type": {
      const wrong =
        action.field === undefined ? [body] : replaced(body, action.field, action.value ?? { odd: true });
      return { text: JSON.stringify(wrong), type: json };
    }
    default:
      return { text, type: json };
  }
}
