import { describe, expect, it } from "vitest";
import { fails, lost, number, registered, tryStep } from "../../../../tests/fixtures/move/step-trial.ts";
import type { GraphPort } from "../../graph/graph-port.ts";
import type { Intent } from "../cutover-store.ts";
import { defaultTiming } from "../step-timing.ts";

describe("register", () => {
  it("that got no reply is done when Meta says CONNECTED", async () => {
    const { closing, reported } = await tryStep("register", {
      register: lost,
      readNumber: number({ status: "CONNECTED" }),
    });
    expect(closing?.outcome).toBe("done");
    expect(reported).toEqual(["intent", "register", "readNumber", "close"]);
  });

  it("that got no reply stays unknown for a while, since it may still be in progress", async () => {
    const { closing } = await tryStep("register", {
      register: lost,
      readNumber: number({ status: "PENDING" }),
    });
    expect(closing).toMatchObject({ outcome: "unknown", waitSeconds: defaultTiming.settle });
  });

  it.each([
    ["CONNECTED", "done"],
    ["RESTRICTED", "done"],
    ["PENDING", "unknown"],
    ["SOMETHING_NEW", "unknown"],
    [null, "unknown"],
  ])("read as %s is %s", async (status, outcome) => {
    const { closing } = await tryStep("register", { readNumber: number({ status }) }, "reconcile");
    expect(closing?.outcome).toBe(outcome);
  });

  it("had no effect when a second reading, a while later, agrees", async () => {
    const readNumber = number({ status: "PENDING" });
    const first = await tryStep("register", { readNumber }, "reconcile");
    expect(first.closing).toMatchObject({ outcome: "unknown", waitSeconds: defaultTiming.recheck });
    const second = await tryStep("register", { readNumber }, "reconcile", first.closing?.result);
    expect(second.closing?.outcome).toBe("again");
    const lostAgain = await tryStep(
      "register",
      { register: lost, readNumber },
      "call",
      second.closing?.result,
    );
    const third = await tryStep("register", { readNumber }, "reconcile", lostAgain.closing?.result);
    expect(third.closing?.outcome).toBe("unknown");
  });

  it("that is refused because an earlier, lost one succeeded is done", async () => {
    const readNumber = number({ status: "CONNECTED" });
    const { closing } = await tryStep("register", { register: fails({ code: 133005 }), readNumber });
    expect(closing).toEqual({ outcome: "done", result: {}, records: { byEarlierCall: true } });
  });

  it("records that its PIN is shown where it is or may be the number's, and never from a reading", async () => {
    const records = async (graph: Partial<GraphPort>, kind?: Intent["kind"]) =>
      (await tryStep("register", graph, kind)).closing?.records;
    expect(await records({ register: registered })).toEqual({ pinShown: true });
    for (const readNumber of [number({ status: "PENDING" }), number({ status: "CONNECTED" }), lost])
      expect(await records({ register: lost, readNumber })).toEqual({ pinShown: true });
    expect(await records({ register: fails({ code: 133005 }), readNumber: lost })).toBeUndefined();
    expect(await records({ readNumber: number({ status: "CONNECTED" }) }, "reconcile")).toBeUndefined();
  });

  describe("where a status proves nothing", () => {
    const kept = { destinationPhoneNumberId: "7201" };
    const stood = { before: { status: "CONNECTED", oldSide: "standing" } };
    const readNumber = () => Promise.resolve({ id: "7201", status: "CONNECTED" });
    const old = (...statuses: string[]) => ({
      readNumber,
      listNumbers: () =>
        Promise.resolve(
          statuses.map((status) => ({ id: "7201", displayPhoneNumber: "+1 202-555-0123", status })),
        ),
    });
    const asks = { outcome: "unknown", exceptions: [{ code: "OUTCOME_UNKNOWN" }] };

    it.each([
      ["the id is the old provider's", kept],
      ["it was there before the call", stood],
      ["the old provider's id is not known", { sourcePhoneNumberId: null }],
    ])(
      "because %s, success and a lost reply are settled by other evidence, and a lost one shows no PIN",
      async (_, change) => {
        for (const call of [registered, lost]) {
          const { closing } = await tryStep(
            "register",
            { register: call, ...old("CONNECTED") },
            "call",
            undefined,
            change,
          );
          expect(closing?.outcome).toBe("unknown");
          expect(closing?.records?.pinShown).toBe(call === registered ? true : undefined);
        }
        const { closing } = await tryStep("register", old("CONNECTED"), "reconcile", undefined, change);
        expect(closing).toMatchObject(asks);
      },
    );

    it("keeps a refusal", async () => {
      const call = { register: fails({ code: 133005 }), ...old() };
      const { closing } = await tryStep("register", call, "call", undefined, { ...kept, ...stood });
      expect(closing).toMatchObject({ outcome: "failed", exceptions: [{ code: "TWO_STEP_ON" }] });
    });

    it.each([
      ["lost, where it was there before", [], "standing", "done"],
      ["shown as departed", ["MIGRATED"], "standing", "done"],
      ["lost, where it was not read before", [], "unread", "unknown"],
      ["still there", ["CONNECTED"], "standing", "unknown"],
    ] as const)("the number %s at the old account is %s", async (_, statuses, oldSide, outcome) => {
      const change = { ...kept, before: { status: "CONNECTED", oldSide } };
      const { closing } = await tryStep("register", old(...statuses), "reconcile", undefined, change);
      expect(closing?.outcome).toBe(outcome);
    });

    it.each([
      ["CONNECTED", null, { outcome: "done", records: { shared: true } }],
      ["DISCONNECTED", null, asks],
      ["DISCONNECTED", "new", { outcome: "done", records: { shared: true } }],
      ["DISCONNECTED", "old", { outcome: "done" }],
    ] as const)(
      "a message through our account, with the old one at %s and the model %s",
      async (status, accountModel, expected) => {
        const change = { ...kept, receivedHere: true, accountModel };
        const { closing } = await tryStep("register", old(status), "reconcile", undefined, change);
        expect(closing).toMatchObject(expected);
        expect(closing?.records?.shared).toBe("records" in expected ? true : undefined);
      },
    );
  });

  it.each(["kept", "unclear"] as const)(
    "whose answer leaves the PIN %s is read back, and shows none",
    async (pin) => {
      const answer = () => Promise.resolve({ pin });
      const tried = (status: string) =>
        tryStep("register", { register: answer, readNumber: number({ status }) });
      expect((await tried("CONNECTED")).closing).toEqual({ outcome: "done", result: {}, records: {} });
      expect((await tried("PENDING")).closing).toMatchObject({ outcome: "unknown", records: {} });
    },
  );

  it("stays unknown while nothing can be read", async () => {
    const { closing } = await tryStep("register", { readNumber: lost }, "reconcile");
    expect(closing).toMatchObject({ outcome: "unknown", exceptions: [{ code: "META_INCIDENT" }] });
  });

  it.each<[number, object]>([
    [133005, { outcome: "failed", exceptions: [{ code: "TWO_STEP_ON", owner: "client" }] }],
    [133006, { outcome: "again", resetTo: "request_code", exceptions: [{ code: "VERIFICATION_EXPIRED" }] }],
    [133008, { outcome: "failed", exceptions: [{ code: "PIN_LOCKED" }] }],
    [133015, { outcome: "again", waitSeconds: 300, exceptions: [{ code: "RECENTLY_DELETED" }] }],
    [133016, { outcome: "again", waitSeconds: 259_200, exceptions: [{ code: "REGISTER_LIMIT" }] }],
    [987654, { outcome: "failed", exceptions: [{ code: "UNCLASSIFIED" }] }],
  ])("refused with %i", async (code, expected) => {
    const readNumber = number({ status: "PENDING" });
    const { closing, reported } = await tryStep("register", { register: fails({ code }), readNumber });
    expect(closing).toMatchObject(expected);
    expect(reported).toEqual(["intent", "register", "readNumber", "close"]);
    // A failed reading makes no difference.
    expect(
      (await tryStep("register", { register: fails({ code }), readNumber: lost })).closing,
    ).toMatchObject(expected);
  });
});
