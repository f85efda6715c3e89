/** Stands in for PostgREST behind supabase-js: answers what the test says and remembers what was asked. */

export type RestCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string;
  body: unknown;
};
export type RestAnswer = { status?: number; body?: unknown; headers?: Record<string, string> };

export type RestStub = { calls: RestCall[]; fetch: typeof fetch };

export const stubRuntime = {
  url: "http://supabase.example",
  publishableKey: "sb_publishable_stub",
  secretKey: "sb_secret_stub",
};

export function createRestStub(answer: (call: RestCall) => RestAnswer): RestStub {
  const calls: RestCall[] = [];
  return {
    calls,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const text = await request.text();
      const call: RestCall = {
        method: request.method,
        path: url.pathname.replace("/rest/v1", ""),
        query: url.searchParams,
        authorization: request.headers.get("authorization") ?? "",
        body: text === "" ? undefined : JSON.parse(text),
      };
      calls.push(call);
      const { status = 200, body = null, headers = {} } = answer(call);
      const bodyless = request.method === "HEAD" || status === 204;
      return new Response(bodyless ? null : JSON.stringify(body), {
        status,
        headers: { "content-type": "application/json", ...headers },
      });
    },
  };
}
