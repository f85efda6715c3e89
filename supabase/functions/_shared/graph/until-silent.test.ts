import { GraphFailure } from "#domain/graph/graph-failure.ts";
import { expect, it } from "vitest";
import { untilSilent } from "./until-silent.ts";

const failing = (kind: "lost" | "refused", status: number) => {
  const asked: string[] = [];
  const fail = (name: string) => async (): Promise<never> => {
    asked.push(name);
    throw new GraphFailure(kind, { kind, status });
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
  ["no answer", "lost", 0, ["number"]],
  ["an answer that says nothing", "lost", 502, ["number", "waba"]],
  ["a refusal", "refused", 400, ["number", "waba"]],
] as const)("after %s", async (_name, kind, status, expected) => {
  const { asked, graph } = failing(kind, status);
  await expect(graph.readNumber("1")).rejects.toThrow(kind);
  await expect(graph.readWaba("2")).rejects.toMatchObject({ details: { kind, status } });
  expect(asked).toEqual(expected);
});
