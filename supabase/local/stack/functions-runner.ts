/** Runs under Deno: serves every Edge Function by name and loads each at its first call. */

declare const Deno: {
  serve(
    options: { hostname: string; port: number; onListen: () => void },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
  env: { get(name: string): string | undefined };
};

type EdgeFunction = { fetch(request: Request): Response | Promise<Response> };

const functionsFolder = new URL("../../functions/", import.meta.url);
const loaded = new Map<string, Promise<EdgeFunction | undefined>>();

function isEdgeFunction(value: unknown): value is EdgeFunction {
  return typeof value === "object" && value !== null && "fetch" in value && typeof value.fetch === "function";
}

async function load(name: string): Promise<EdgeFunction | undefined> {
  const module: { default?: unknown } = await import(new URL(`${name}/index.ts`, functionsFolder).href);
  return isEdgeFunction(module.default) ? module.default : undefined;
}

async function answer(request: Request): Promise<Response> {
  const { hostname, pathname } = new URL(request.url);
  // A web page elsewhere whose name was made to resolve here must not bypass the gateway.
  if (!["127.0.0.1", "localhost"].includes(hostname)) return new Response(null, { status: 421 });
  const name = pathname.split("/")[1] ?? "";
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    return Response.json({ code: "NOT_FOUND", message: "Requested function was not found" }, { status: 404 });
  try {
    const found = loaded.get(name) ?? load(name);
    loaded.set(name, found);
    const edgeFunction = await found;
    if (!edgeFunction) throw new Error(`${name}/index.ts has no default export with fetch`);
    return await edgeFunction.fetch(request);
  } catch (error) {
    loaded.delete(name);
    console.error(error);
    const missing = error instanceof Error && error.message.startsWith("Module not found");
    return missing
      ? Response.json({ code: "NOT_FOUND", message: "Requested function was not found" }, { status: 404 })
      : Response.json({ code: "WORKER_ERROR", message: "Function exited due to an error" }, { status: 500 });
  }
}

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: Number(Deno.env.get("PORT")),
    onListen: () => console.log(JSON.stringify({ listening: true })),
  },
  answer,
);
