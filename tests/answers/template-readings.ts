/** The templates outside the steps: their texts, both inventories, a later reading; and a connection's token. */
import { isDeepStrictEqual } from "node:util";
import { readInventory } from "#domain/templates/template-inventory.ts";
import * as z from "zod";
import { inspectToken } from "../../supabase/functions/_shared/graph/inspect-token.ts";
import { createUsageGate } from "../../supabase/functions/_shared/graph/usage-gate.ts";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import { createTemplateBackupHandler } from "../../supabase/functions/template-backup/handler.ts";
import { templateReadingsJob } from "../../supabase/functions/tick/jobs/template-readings-job.ts";
import { requestId } from "../fixtures/engine/engine-stub.ts";
import { metaIds } from "../fixtures/move/move-fixture.ts";
import { contextOf, type Harness } from "./harness.ts";
import { isKeptAs, items, listingsOf, member, plain, readingsOf, sayings } from "./raw-answer.ts";
import type { Counted, Reading } from "./reading.ts";
import type { Exchange } from "./wire.ts";
import { loud } from "../runner/loud.ts";

const { source, destination, sourcePhone, newApp } = metaIds;
const listsOf = (exchanges: readonly Exchange[], waba: string) =>
  listingsOf(exchanges, `/${waba}/message_templates`);

/** What Meta's template says, in the form in which it is stored. */
function kept(template: unknown): unknown {
  const names = ["id", "name", "language", "category", "status", "quality_score", "components"];
  const said = names.filter((name) => member(template, name) !== undefined);
  return Object.fromEntries(said.map((name) => [name, plain(member(template, name))]));
}

const texts: Reading = {
  name: "texts of the templates",
  database: async () => ({
    ...(await contextOf()),
    record_template_backup: { body: requestId },
  }),
  async run({ deps, exchanges }) {
    const asked = new Request(`http://functions.example/x?request=${requestId}`, {
      headers: { authorization: "Bearer a.b.c" },
    });
    const response = await createTemplateBackupHandler(deps)(asked);
    // A transfer that breaks off leaves no file.
    const text = response.status === 200 ? await response.text().catch(() => null) : null;
    if (text === null) return [];
    const file: unknown = JSON.parse(text);
    const said = listsOf(exchanges, source).some((list) => isDeepStrictEqual(list.map(kept), file));
    return [{ what: "the file", said }];
  },
};

/** Whether an accepted list shows what Meta's does. */
function isList(
  list: readonly { id: string; name: string; language: string }[],
  said: readonly (readonly unknown[])[],
): boolean {
  const same = (one: Readonly<Record<string, unknown>>, other: unknown) =>
    ["id", "name", "language"].every((name) => isKeptAs(one[name], member(other, name)));
  return said.some(
    (whole) => whole.length === list.length && list.every((one, index) => same(one, whole[index])),
  );
}

const inventory: Reading = {
  name: "inventory of the templates",
  database: () => contextOf(),
  async run({ services, exchanges }) {
    const graph = await openGraph(services);
    const ids = { sourceWabaId: source, sourcePhoneNumberId: sourcePhone, destinationWabaId: destination };
    const found = await readInventory(graph, ids);
    if ("unread" in found) return [];
    const account = readingsOf(exchanges, destination)[0];
    const isVerified = String(member(account, "business_verification_status")).toLowerCase() === "verified";
    const names = [
      ...readingsOf(exchanges, sourcePhone),
      ...listingsOf(exchanges, `/${destination}/phone_numbers`).flat(),
    ];
    const isApproved = names.some((one) => member(one, "name_status") === "APPROVED");
    const { verified, approvedName } = found.portfolio;
    return [
      { what: "the source's list", said: isList(found.source, listsOf(exchanges, source)) },
      { what: "the destination's list", said: isList(found.destination, listsOf(exchanges, destination)) },
      ...(verified === true ? [{ what: "verified", said: isVerified }] : []),
      ...(approvedName === true ? [{ what: "an approved name", said: isApproved }] : []),
    ];
  },
};

async function openGraph({ store, openGraph: open }: Harness["services"]) {
  const context = await store.readContext(requestId);
  if (!context) throw new Error("a reading without its request");
  return open(context, 10);
}

const recorded = {
  name: "hello",
  language: "en",
  category: "UTILITY",
  source_template_id: "7501",
  source_status: "APPROVED",
  source_quality: "GREEN",
  destination_template_id: null,
  destination_status: null,
  outcome: "pending",
  why: "not_copied_yet",
};
const storedReading = z.object({
  p_changes: z.array(
    z.object({ outcome: z.string(), destinationTemplateId: z.string().nullable(), name: z.string() }),
  ),
  p_summary: z.object({ destination: z.number(), source: z.number().nullable() }).nullable(),
});

const laterReading: Reading = {
  name: "later reading of the templates",
  database: async () => ({
    ...(await contextOf()),
    engine_due_template_readings: { body: [{ reading: "t1", request: requestId }] },
    engine_recorded_templates: { body: [recorded] },
    engine_store_template_reading: { body: null },
  }),
  async run({ services, calls, exchanges }) {
    await templateReadingsJob(services, loud).work(1000);
    return calls("engine_store_template_reading").flatMap((one): Counted[] => {
      const { p_changes: changes, p_summary: summary } = storedReading.parse(one);
      if (summary === null) return [];
      const there = listsOf(exchanges, destination);
      const counts = (waba: string, count: number | null) =>
        count === null
          ? []
          : [
              {
                what: `${count} of ${waba}`,
                said: listsOf(exchanges, waba).some(({ length }) => length === count),
              },
            ];
      const copies = changes.filter(({ outcome }) => outcome === "kept");
      return [
        ...counts(destination, summary.destination),
        ...counts(source, summary.source),
        ...copies.map(({ name, destinationTemplateId: id }) => ({
          what: `${name} is kept`,
          said: there
            .flat()
            .some((item) => member(item, "id") === id && isKeptAs(name, member(item, "name"))),
        })),
      ];
    });
  },
};

const connectionToken: Reading = {
  name: "token of a connection",
  database: () => contextOf(),
  async run({ deps, exchanges }) {
    const access = {
      ...deps.graph,
      token: "EAAexample0001",
      deadlineSeconds: 10,
      gate: createUsageGate(Date.now),
    };
    const fetch = deps.fetch ?? globalThis.fetch;
    try {
      const facts = await inspectToken(
        { ...access, fetch: (asked) => fetch(asked), now: Date.now },
        access.token,
      );
      const said = member(sayings(exchanges, "GET", "/debug_token")[0], "data");
      const scopes = items(member(said, "granular_scopes"));
      return [
        ...(facts.isValid ? [{ what: "valid", said: member(said, "is_valid") === true }] : []),
        ...(facts.appId === newApp ? [{ what: "of our app", said: member(said, "app_id") === newApp }] : []),
        ...facts.permissions.map((scope) => ({
          what: `${scope} is held`,
          said:
            items(member(said, "scopes")).some((one) => isKeptAs(scope, one)) ||
            scopes.some((one) => isKeptAs(scope, member(one, "scope"))),
        })),
        ...Object.keys(facts.accounts).map((scope) => ({
          what: scope,
          said: scopes.some((one) => isKeptAs(scope, member(one, "scope"))),
        })),
      ];
    } catch (error) {
      if (error instanceof GraphFailure) return [];
      throw error;
    }
  },
};

export const templateReadings: readonly Reading[] = [texts, inventory, laterReading, connectionToken];
