/** Every error number of Meta's list and each meaning of 2388103, from the simulator over the wire to the exception. */
import { describe, expect, it } from "vitest";
import type { ExceptionCode } from "#domain/exceptions/exception-codes.ts";
import { meaningOf } from "#domain/exceptions/graph-error-table.ts";
import type { MigrationVariant } from "../../supabase/graph-simulator/error-texts.ts";
import { settingsSchema, textPlacements } from "../../supabase/graph-simulator/settings.ts";
import { createClientFixture, failureOf } from "./client-fixture.ts";
import { destination, newToken } from "./simulator-fixture.ts";

const claim = { destinationWabaId: destination, countryCode: "1", nationalNumber: "2025550123" };

const meanings: Record<string, readonly number[]> = {
  TOKEN_INVALID: [0, 104, 190],
  PERMISSION_MISSING: [3, 10, 200, 230, 299, 131005],
  META_INCIDENT: [1, 2, 131000, 131016],
  MAINTENANCE: [131057, 133004, 2494100],
  RATE_LIMIT: [4, 17, 613, 80007, 80008, 130429, 1675004, 3441033, 3441046],
  UNCLASSIFIED: [33, 100, 368, 131008, 131009, 200000, 300, 987654],
  DESTINATION_NOT_APPROVED: [131031, 2388107, 2655089, 3441040],
  NO_FUNDING: [131042],
  SOURCE_NOT_READY: [133000, 2494028, 2655049],
  TWO_STEP_ON: [133005],
  VERIFICATION_EXPIRED: [133006],
  PIN_LOCKED: [133008, 133009],
  NOT_REGISTERED_AFTER_MOVE: [133010, 131045],
  RECENTLY_DELETED: [133015],
  REGISTER_LIMIT: [133016],
  CODE_NOT_RECEIVED: [136024, 136025, 2593037, 2593039],
  APP_NUMBER: [2388002, 3441030],
  NAME_PROVISIONING: [2388001],
  ALREADY_HERE: [2388012, 2388023],
  TEMPLATE_LIMIT: [2388019],
  NOT_A_MIGRATION: [2388091, 2388093],
  CODE_ATTEMPTS_USED: [2494158],
} satisfies Partial<Record<ExceptionCode, readonly number[]>>;

const variants: Record<MigrationVariant, ExceptionCode> = {
  webhooks_not_set_up: "NO_WEBHOOK_ON_DESTINATION",
  add_directly: "ADD_DIRECTLY",
  name_not_approved: "NAME_NOT_APPROVED",
  source_not_set_up: "SOURCE_NOT_READY",
  no_payment: "NO_FUNDING",
  generic: "META_INCIDENT",
  different_business: "DIFFERENT_BUSINESS",
  destination_not_approved: "DESTINATION_NOT_APPROVED",
  messaging_for_pending: "MESSAGING_FOR_PENDING",
};

type Action = Parameters<ReturnType<typeof createClientFixture>["simulation"]["addFault"]>[0]["action"];

async function claimed(placement: "code" | "subcode", action: Action) {
  const { client, simulation } = createClientFixture({ migrationCodePlacement: placement });
  simulation.addFault({ operation: "claim_number", action });
  const failure = await failureOf(client.claimNumber(claim));
  return { failure, code: meaningOf(failure, "claimNumber").code };
}

describe.each(["code", "subcode"] as const)("with Meta's large numbers as %s", (placement) => {
  it.each(Object.entries(meanings))("%s", async (expected, codes) => {
    const found = codes.map((code) => claimed(placement, { kind: "error", error: { code } }));
    expect((await Promise.all(found)).map(({ code }) => code)).toEqual(codes.map(() => expected));
  });

  it.each(Object.entries(variants))(
    "2388103: %s is %s, wherever the text appears",
    async (name, expected) => {
      const variant = name as MigrationVariant;
      for (const at of textPlacements) {
        const { code } = await claimed(placement, { kind: "variant", variant, placement: at });
        expect([at, code]).toEqual([at, expected]);
      }
    },
  );

  it("a full destination is recognised by its text", async () => {
    const { destinationFullError } = settingsSchema.parse({});
    const full = await claimed(placement, { kind: "error", error: destinationFullError });
    expect(full.code).toBe("DESTINATION_NOT_APPROVED");
  });

  it("2388103 with unknown words is not guessed at, and Meta's text is kept without secrets", async () => {
    const title = `The moon is full for ${newToken}`;
    const { code, failure } = await claimed(placement, { kind: "error", error: { code: 2388103, title } });
    expect(code).toBe("UNCLASSIFIED");
    expect(JSON.stringify(failure.payload)).toContain("The moon is full");
    expect(JSON.stringify(failure.payload)).not.toContain(newToken);
  });
});
