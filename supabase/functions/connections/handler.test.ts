import { expect, it } from "vitest";
import { createEngineStub, type GraphAnswer, post } from "../../../tests/fixtures/engine/engine-stub.ts";
import { decryptToken, type EncryptedToken } from "../_shared/tokens/token-crypto.ts";
import { createConnectionsHandler } from "./handler.ts";

const provider = "5d9f4bd2-32c6-4c3a-9b5b-6f1b6a1f0a21";
const person = "7c0b1c39-5d0e-4b52-9a30-2f7d20a3b1de";
const token = "EAAexampleOfSomeToken0001";
const save = {
  command: "save",
  provider,
  connection: null,
  name: "New app",
  appId: "73020",
  businessId: "70010",
  token,
};
const scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];
const worth =
  (facts: object): GraphAnswer =>
  () =>
    Response.json({
      data: {
        app_id: "73020",
        is_valid: true,
        expires_at: 0,
        scopes,
        granular_scopes: scopes.map((scope) => ({ scope, target_ids: ["71010"] })),
        ...facts,
      },
    });
const stubWith = (graph: GraphAnswer, changes: Record<string, object> = {}) =>
  createEngineStub(
    {
      authorise_connection: { body: { id: provider, person } },
      engine_save_connection: { body: null },
      engine_note_token: { body: null },
      ...changes,
    },
    graph,
  );

it("asks Meta what the token is valid for, seals it for its place, and answers without it", async () => {
  const stub = stubWith(worth({}));
  const response = await createConnectionsHandler(stub.deps)(post(save));
  expect(await response.json()).toEqual({
    valid: true,
    scopes,
    expiresAt: null,
    dataAccessExpiresAt: null,
  });
  const stored = stub.calls("engine_save_connection")[0]?.body as {
    p_connection: string;
    p_token: EncryptedToken;
  };
  expect(stored).toMatchObject({
    p_provider: provider,
    p_person: person,
    p_app_id: "73020",
    p_facts: { valid: true, scopes },
  });
  const where = { providerId: provider, connectionId: stored.p_connection, purpose: "graph" };
  const { tokenKeys } = stub.deps.graph;
  expect(await decryptToken(stored.p_token, where, tokenKeys)).toBe(token);
  await expect(
    decryptToken(stored.p_token, { ...where, connectionId: provider }, tokenKeys),
  ).rejects.toBeDefined();
  expect(JSON.stringify([stub.rest.calls, stub.lines])).not.toContain(token);
});

it("stores when the app's access to data ends, which a token without an expiry has too", async () => {
  const stub = stubWith(worth({ data_access_expires_at: 1_800_000_000 }));
  const response = await createConnectionsHandler(stub.deps)(post(save));
  const dataAccessExpiresAt = "2027-01-15T08:00:00.000Z";
  expect(await response.json()).toMatchObject({ expiresAt: null, dataAccessExpiresAt });
  expect(stub.calls("engine_save_connection")[0]?.body).toMatchObject({ p_facts: { dataAccessExpiresAt } });
});

it.each<[string, object]>([
  ["token_invalid", { is_valid: false }],
  ["token_of_other_app", { app_id: "99999" }],
  ["token_scopes_missing", { scopes: scopes.slice(0, 1) }],
])("stores nothing unusable: %s", async (code, facts) => {
  const stub = stubWith(worth(facts));
  const response = await createConnectionsHandler(stub.deps)(post(save));
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ error: { code } });
  expect(stub.calls("engine_save_connection")).toEqual([]);
});

it.each<[string, object]>([
  [
    "names other permissions, and no accounts",
    { granular_scopes: [{ scope: "whatsapp_business_manage_events" }] },
  ],
  ["gives no details", { granular_scopes: null }],
  ["names them only in the details", { scopes: null }],
])("accepts a token by its permissions if Meta %s", async (_name, facts) => {
  const stub = stubWith(worth(facts));
  const response = await createConnectionsHandler(stub.deps)(post(save));
  expect(await response.json()).toEqual({ valid: true, scopes, expiresAt: null, dataAccessExpiresAt: null });
  expect(stub.calls("engine_save_connection")[0]?.body).toMatchObject({ p_facts: { scopes } });
});

it("says that Meta is unreachable and that nothing was stored", async () => {
  const stub = stubWith(() => Promise.reject(new TypeError("gone")));
  const response = await createConnectionsHandler(stub.deps)(post(save));
  expect(await response.json()).toEqual({ error: { code: "graph_unreachable" } });
  expect(stub.calls("engine_save_connection")).toEqual([]);
});

it("checks a stored token again and stores what Meta says; one that does not decrypt is invalid", async () => {
  const connection = "5d9f4bd2-32c6-4c3a-9b5b-6f1b6a1f0a22";
  const sealing = stubWith(worth({}));
  await createConnectionsHandler(sealing.deps)(post({ ...save, connection }));
  const saved = sealing.calls("engine_save_connection")[0]?.body as { p_token: object } | undefined;
  const row = { provider, app_id: "73020", purpose: "graph", ...saved?.p_token };
  const test = post({ command: "test", provider, connection });

  const stub = stubWith(worth({ is_valid: false, expires_at: 1_800_000_000 }), {
    engine_connection_token: { body: row },
  });
  const response = await createConnectionsHandler(stub.deps)(test.clone());
  expect(await response.json()).toMatchObject({ valid: false, expiresAt: "2027-01-15T08:00:00.000Z" });
  expect(stub.calls("engine_note_token")[0]?.body).toMatchObject({ p_facts: { valid: false } });

  const swapped = stubWith(worth({}), {
    engine_connection_token: { body: { ...row, provider: connection } },
  });
  expect(await (await createConnectionsHandler(swapped.deps)(test)).json()).toEqual({
    error: { code: "token_invalid" },
  });
  expect(swapped.sent).toEqual([]);
});

it("makes no call to Meta if the database refuses, and names fields, never values", async () => {
  const stub = stubWith(worth({}), {
    authorise_connection: { status: 403, body: { code: "PT403", message: "not_permitted" } },
  });
  expect((await createConnectionsHandler(stub.deps)(post(save))).status).toBe(403);
  const wrong = await createConnectionsHandler(stub.deps)(post({ ...save, token: "short" }));
  const words = await wrong.text();
  expect(words).toContain("token");
  expect(words).not.toContain("short");
  expect(stub.sent).toEqual([]);
});
