/** Engines with one safeguard removed each. The schedules must notice every one of them. */
import type { MoveContext } from "#domain/cutover/move-context.ts";
import type { TestDatabase } from "../fixtures/database.ts";
import { recordingFirst, retryingRegister, withoutIntent } from "../fixtures/engine/broken-engines.ts";
import type { Wrap } from "../fixtures/move/move-runner.ts";
import type { EngineStore } from "../../supabase/functions/_shared/engine/cutover-store.ts";
import type { EngineUnderTest } from "./schedule-fixture.ts";

export type BrokenEngine = EngineUnderTest & {
  name: string;
  prepare?: (database: TestDatabase) => Promise<void>;
};

/** Removes `from` from a function of the database. */
function without(signature: string, from: string | RegExp, to = "") {
  return async ({ sql }: TestDatabase): Promise<void> => {
    const [row] = await sql<
      { text: string }[]
    >`select pg_get_functiondef(${signature}::regprocedure) as text`;
    const whole = row?.text ?? "";
    const broken = whole.replace(from, to);
    if (broken === whole) throw new Error(`${signature} does not contain the safeguard to remove`);
    await sql.unsafe(broken);
  };
}

/** As if the number had an id of its own and had not been registered when it arrived. */
function trusting(move: MoveContext): MoveContext {
  const before = { status: "PENDING", verification: "NOT_VERIFIED" };
  const steps = move.steps.map((row) =>
    row.step === "claim_number" || row.step === "embedded_signup" ? { ...row, result: { before } } : row,
  );
  return { ...move, sourcePhoneNumberId: "1", steps, snapshots: { ...move.snapshots, before: null } };
}

type Close = EngineStore["closeIntent"];
const closing = (change: (...input: Parameters<Close>) => Parameters<Close>[1]): Wrap => ({
  store: (store) => ({
    ...store,
    closeIntent: (intent, closed) => store.closeIntent(intent, change(intent, closed)),
  }),
});

const openIntent = "public.engine_open_intent(uuid, text, text, integer, boolean)";
const closeIntent = "public.engine_close_intent(uuid, bigint, text, jsonb, jsonb, jsonb, integer, text)";

export const brokenEngines: readonly BrokenEngine[] = [
  {
    name: "a status under the old provider's id trusted",
    wrap: () => ({
      store: (store) => ({
        ...store,
        async readContext(request) {
          const own = await store.readContext(request);
          return own && { ...own, move: trusting(own.move) };
        },
      }),
    }),
  },
  { name: "no intent before the call", wrap: () => withoutIntent() },
  { name: "a step recorded as done before its call", wrap: () => recordingFirst() },
  {
    name: "no fence",
    prepare: without(closeIntent, /if intent\.closed_at is not null or request\.fence[^;]*;[^;]*;/),
  },
  { name: "register repeated after a lost reply", wrap: () => retryingRegister() },
  { name: "a lease shorter than the deadline", leaseSeconds: 0 },
  {
    name: "failed attempts not counted in the budget",
    prepare: without(
      "private.check_budget(text, text)",
      "and i.kind = 'call'",
      "and i.kind = 'call' and i.outcome = 'done'",
    ),
  },
  {
    name: "an approval that can be used twice",
    prepare: without(openIntent, /,\s+authorised_by = null, authorised_at = null/),
  },
  {
    name: "an unknown outcome retried instead of reconciled",
    wrap: () => ({
      store: (store) => ({
        ...store,
        openIntent: async (...input) => ({ ...(await store.openIntent(...input)), kind: "call" }),
      }),
    }),
  },
  {
    name: "an unknown outcome treated as failed",
    wrap: () =>
      closing((_, closed) => (closed.outcome === "unknown" ? { ...closed, outcome: "again" } : closed)),
  },
  {
    name: "an unknown outcome treated as done",
    wrap: () =>
      closing((_, closed) => (closed.outcome === "unknown" ? { outcome: "done", result: {} } : closed)),
  },
  {
    name: "an abort allowed after register",
    prepare: without("public.abort_cutover(uuid, integer, text)", /if request\.no_return_at[\s\S]*?end if;/),
  },
  {
    name: "exceptions dropped",
    wrap: () => closing((_, { exceptions: _dropped, ...closed }) => closed),
  },
  {
    // Meta's wait is kept twice, with the step and with the account: either would hide the loss of the other.
    name: "Meta's wait ignored after 429",
    prepare: without("private.refuse_paused(uuid)", /begin[\s\S]*end/, "begin end"),
    wrap: () => closing((_, { waitSeconds: _dropped, ...closed }) => closed),
  },
  {
    name: "another tenant's token used",
    wrap: ({ parties }) => ({
      store: (store) => ({
        ...store,
        async readContext(request) {
          const own = await store.readContext(request);
          const other = parties.find(({ move }) => move.request !== request);
          const foreign = other ? await store.readContext(other.move.request) : null;
          return own && foreign ? { ...own, access: foreign.access } : own;
        },
      }),
    }),
  },
  {
    name: "nothing written to the outbox",
    prepare: without(
      "private.write_change(public.migration_requests, text, text, jsonb)",
      /insert into private\.outbox[^;]*;/,
    ),
  },
  {
    name: "the PIN stored with the result",
    wrap: () => closing((_, closed) => ({ ...closed, result: { ...closed.result, pin: "135790" } })),
  },
  {
    name: "the kill switch ignored",
    prepare: without("private.guard_intent_halt()", /perform private\.refuse_halted[^;]*;/),
  },
  {
    name: "a webhook counted each time it arrives",
    prepare: without(
      "public.engine_store_webhook(text, jsonb, text, text)",
      /is_known := exists [^;]*;/,
      "is_known := false;",
    ),
  },
];
