import { expect, it } from "vitest";
import {
  contextAt,
  createEngineStub,
  type GraphAnswer,
  requestId,
} from "../../../tests/fixtures/engine/engine-stub.ts";
import { createTemplateBackupHandler } from "./handler.ts";

const template = (id: string) => ({
  id,
  name: `t${id}`,
  language: "en",
  components: [{ type: "BODY", text: "Hello", example: { url: "https://cdn.example/?t=EAAsecretsecret1" } }],
  surprise: "not asked for",
});
const pages: GraphAnswer = (_method, _path) => Response.json({ data: [template("1")] });

function ask(id = requestId): Request {
  return new Request(`http://functions.example/x?request=${id}`, {
    headers: { authorization: "Bearer a.b.c" },
  });
}

async function stubWith(graph: GraphAnswer, changes: Record<string, object> = {}) {
  const context = await contextAt("claim_number");
  return createEngineStub(
    { record_template_backup: { body: requestId }, engine_context: { body: context }, ...changes },
    graph,
  );
}
const now = () => new Date("2026-11-24T10:00:00Z");

it("streams every page as one file, recorded before the first byte, with nothing secret in it", async () => {
  let page = 0;
  const stub = await stubWith(() => {
    page += 1;
    const paging = page < 3 ? { next: "https://x.example", cursors: { after: `p${page}` } } : {};
    return Response.json({ data: page === 2 ? [] : [template(String(page))], paging });
  });
  const response = await createTemplateBackupHandler({ ...stub.deps, now })(ask());
  expect(response.headers.get("content-disposition")).toBe(
    'attachment; filename="templates-7101-2026-11-24.json"',
  );
  const text = await response.text();
  expect(JSON.parse(text)).toEqual(
    ["1", "3"].map((id) => ({
      id,
      name: `t${id}`,
      language: "en",
      components: [{ type: "BODY", text: "Hello", example: { url: "https://cdn.example/?t=[redacted]" } }],
    })),
  );
  expect(stub.calls("record_template_backup")[0]).toMatchObject({
    authorization: "Bearer a.b.c",
    body: { p_request: requestId },
  });
  expect(text).not.toMatch(/EAA/);
});

it("aborts when a later page fails, so that no half file looks complete", async () => {
  let page = 0;
  const stub = await stubWith(() => {
    page += 1;
    if (page > 1) return Promise.reject(new TypeError("gone"));
    return Response.json({ data: [template("1")], paging: { next: "n", cursors: { after: "p" } } });
  });
  const response = await createTemplateBackupHandler({ ...stub.deps, now })(ask());
  await expect(response.text()).rejects.toThrow();
});

it.each<[string, GraphAnswer, string]>([
  ["Meta cannot be reached", () => Promise.reject(new TypeError("no")), "graph_unreachable"],
  [
    "the old account may not be read",
    () => Response.json({ error: { code: 10 } }, { status: 403 }),
    "source_not_readable",
  ],
])("says so when %s", async (_what, graph, code) => {
  const stub = await stubWith(graph);
  const response = await createTemplateBackupHandler({ ...stub.deps, now })(ask());
  expect([response.status, await response.json()]).toEqual([502, { error: { code } }]);
});

it("makes no call to Meta when the database refuses, or without a valid id", async () => {
  const refusal = { status: 404, body: { code: "PT404", message: "request_not_found", hint: "" } };
  const stub = await stubWith(pages, { record_template_backup: refusal });
  expect((await createTemplateBackupHandler(stub.deps)(ask())).status).toBe(404);
  expect((await createTemplateBackupHandler(stub.deps)(ask("1"))).status).toBe(400);
  expect(stub.sent).toEqual([]);
});
