/** Nothing touches what a client has named until Meta has shown the request's number there. */
import { describe, expect, it, vi } from "vitest";
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { GraphPort, NumberFacts } from "#domain/graph/graph-port.ts";
import { contextAt } from "../../../../tests/fixtures/engine/engine-stub.ts";
import { readContext } from "./engine-context.ts";
import { closedGraph } from "./graph-access.ts";
import { guardSource, type KeepProof } from "./source-gate.ts";

const [wabaId, phoneNumberId] = ["7101", "7201"];
const ours: NumberFacts = { id: phoneNumberId, displayPhoneNumber: "+1 202-555-0123" };

/** How each method is called about the old account. All are listed, so a new method without an entry fails here. */
const named: { [Name in keyof GraphPort]: Parameters<GraphPort[Name]>[] } = {
  readNumber: [[phoneNumberId]],
  readWaba: [[wabaId]],
  readProfile: [[phoneNumberId]],
  listNumbers: [[wabaId]],
  listTemplates: [[wabaId]],
  readTemplateTexts: [[wabaId, null]],
  createTemplate: [[{ wabaId, template: {} }]],
  listSubscribedApps: [[wabaId]],
  subscribeApp: [[wabaId]],
  copyTemplates: [
    [{ sourceWabaId: wabaId, destinationWabaId: "7102" }],
    [{ sourceWabaId: "7102", destinationWabaId: wabaId }],
  ],
  claimNumber: [[{ destinationWabaId: wabaId, countryCode: "1", nationalNumber: "2025550123" }]],
  requestCode: [[{ phoneNumberId, method: "SMS", language: "en_US" }]],
  verifyCode: [[{ phoneNumberId, code: "123456" }]],
  register: [[{ phoneNumberId, pin: "123456" }]],
  setPin: [[{ phoneNumberId, pin: "123456" }]],
  sendTemplate: [[{ phoneNumberId, to: "+12025550124", template: "hello", language: "en" }]],
  // Uses the code of the client's own window; it names no account.
  exchangeSignupCode: [],
};
const cases = Object.entries(named).flatMap(([name, calls]) =>
  calls.map((input, index) => ({ name: name as keyof GraphPort, index, input: input as unknown[] })),
);

async function gate(
  numbers: NumberFacts[] | GraphFailure,
  change: { isProved?: boolean; isOthers?: boolean; here?: string } = {},
) {
  const { move, source } = readContext(await contextAt("claim_number"));
  const calls: string[] = [];
  const answer = (name: string) => (id: unknown) => {
    calls.push(`${name} ${typeof id === "string" ? id : "with input"}`);
    if (name === "listNumbers" && numbers instanceof GraphFailure) return Promise.reject(numbers);
    return Promise.resolve(name === "listNumbers" ? numbers : name === "claimNumber" ? phoneNumberId : {});
  };
  const graph = Object.fromEntries(Object.keys(closedGraph).map((name) => [name, answer(name)])) as never;
  const keepProof = vi.fn<KeepProof>(() => Promise.resolve());
  const standing = { ...source, isProved: false, ...change };
  const here = change.here ?? move.destinationPhoneNumberId;
  const guarded = guardSource(graph, { ...move, destinationPhoneNumberId: here }, standing, keepProof);
  const call = (name: keyof GraphPort, input: unknown[]) =>
    (guarded[name] as (...input: unknown[]) => Promise<unknown>)(...input);
  return { call, calls, keepProof, move };
}

const unproven = { details: { kind: "unproven" } };

describe.each(cases)("$name, case $index", ({ name, input }) => {
  it("is refused if the number is not in the named account", async () => {
    const { call, calls, keepProof } = await gate([
      { id: phoneNumberId, displayPhoneNumber: "+1 202-555-0199" },
    ]);
    await expect(call(name, input)).rejects.toMatchObject(unproven);
    expect(calls).toEqual(["listNumbers 7101"]);
    expect(keepProof).not.toHaveBeenCalled();
  });

  it("is made if the number is there, and the proof is stored", async () => {
    const { call, calls, keepProof, move } = await gate([ours]);
    await call(name, input);
    expect(calls).toHaveLength(2);
    expect(keepProof).toHaveBeenCalledExactlyOnceWith(move.requestId, { wabaId, phoneNumberId });
  });

  it("is not even verified if another client's request holds the account", async () => {
    const { call, calls } = await gate([ours], { isOthers: true });
    await expect(call(name, input)).rejects.toMatchObject(unproven);
    expect(calls).toEqual([]);
  });

  it("needs no further list if the ids were proved before", async () => {
    const { call, calls } = await gate([], { isProved: true, isOthers: true });
    await call(name, input);
    expect(calls).toHaveLength(1);
  });
});

it.each([
  ["is there under another id", [{ id: "7209", displayPhoneNumber: "+1 202-555-0123" }]],
  ["is not shown", [{ id: phoneNumberId, displayPhoneNumber: null }]],
  ["belongs to someone else", [{ id: phoneNumberId, displayPhoneNumber: "+1 202-555-0124" }]],
  ["is not there at all", []],
])("a number that %s proves nothing", async (_, numbers) => {
  const { call } = await gate(numbers);
  await expect(call("readWaba", [wabaId])).rejects.toMatchObject(unproven);
});

it("the next call proves what only a network failure prevented", async () => {
  const numbers: NumberFacts[] = [];
  const { call } = await gate(numbers);
  await expect(call("readNumber", [phoneNumberId])).rejects.toMatchObject(unproven);
  numbers.push(ours);
  await expect(call("readNumber", [phoneNumberId])).resolves.toBeDefined();
});

it("Meta's own refusal of the list is passed on unchanged", async () => {
  const refusal = new GraphFailure("refused", { kind: "refused", status: 403, code: 10 });
  const { call } = await gate(refusal);
  await expect(call("readWaba", [wabaId])).rejects.toBe(refusal);
});

it("needs no proof for the destination, nor for a number that kept its id when it came to us", async () => {
  const { call, calls } = await gate([]);
  await call("readWaba", ["7102"]);
  await call("claimNumber", [{ destinationWabaId: "7102", countryCode: "1", nationalNumber: "2025550123" }]);
  await call("readNumber", [phoneNumberId]);
  expect(calls).toEqual(["readWaba 7102", "claimNumber with input", `readNumber ${phoneNumberId}`]);
  const later = await gate([], { here: phoneNumberId });
  await later.call("readNumber", [phoneNumberId]);
  expect(later.calls).toEqual([`readNumber ${phoneNumberId}`]);
});
