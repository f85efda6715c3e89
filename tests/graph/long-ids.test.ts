/** Ids that Meta writes as JSON numbers keep every digit on their way through the client. */
import { expect, it } from "vitest";
import { clientOf, failureOf } from "./client-fixture.ts";
import { destination, source } from "./simulator-fixture.ts";

const answer = (text: string) =>
  clientOf(() => new Response(text, { headers: { "content-type": "application/json" } }));

it("of copied templates", async () => {
  const client = answer('{"migrated_templates":[1689556908129832,9007199254740993,"9007199254740995"]}');
  const copied = await client.copyTemplates({ destinationWabaId: destination, sourceWabaId: source });
  expect(copied.migrated).toEqual(["1689556908129832", "9007199254740993", "9007199254740995"]);
});

it("in what is kept of an answer that is not understood", async () => {
  const failure = await failureOf(answer('{"id":[9007199254740993]}').readNumber("7201"));
  expect(failure).toMatchObject({ kind: "nonsense", payload: { id: ["9007199254740993"] } });
});
