import { GraphFailure } from "#domain/graph/graph-failure.ts";
import { expect, it } from "vitest";
import { untilSilent } from "./until-silent.ts";

const failing = (kind: "lost" | "refused", payload: object) => {
  const asked: string[] = [];
  const fail = (name: string) => async (): Promise<never> => {
    asked.push(name);
    throw new GraphFailure(kind, { kind, status: 0, payload });
  };
  const graph = untilSilent({
    readNumber: fail("number"),
    readWaba: fail("waba"),
    readProfile: fail("profile"),
    listNumbers: fail("numbers"),
    listTemplates: fail("templates"),
    listSubscribedApps: fail("apps"),
  });
  return { asked, graph };
};

it.each([
  ["a call that hung", "lost", { reason: "deadline" }, ["number"]],
  ["a connection that broke at once", "lost", { reason: "ECONNRESET" }, ["number", "waba"]],
  ["a refusal", "refused", { error: { code: 100 } }, ["number", "waba"]],
] as const)("after %s", async (_name, kind, payload, expected) => {
  const { asked, graph } = failing(kind, payload);
  await expect(graph.readNumber("1")).rejects.toThrow(kind);
  await expect(graph.readWaba("2")).rejects.toMatchObject({ details: { kind, payload } });
  expect(asked).toEqual(expected);
});
