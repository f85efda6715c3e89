/** Who may know whom in `supabase`: functions stand on the domain alone, the local stack on nothing of ours. */
import { type Rule, refuseImports, refuseSyntax, rule } from "./rule.ts";
import { isTest, type SourceTree } from "./source-tree.ts";

const functions = "supabase/functions/";
const inFunctions = (path: string) => path.startsWith(functions) && !isTest(path);
const simulator = "supabase/graph-simulator/";
const inLocal = (path: string) => path.startsWith("supabase/local/") && !isTest(path);
const inSimulator = (path: string) => path.startsWith(simulator) && !isTest(path);
/** Who may make a Graph client: the door, the signup window with the client's own token, the rehearsal's simulator. */
const doors = ["_shared/engine/graph-access.ts", "_shared/graph/signup-client.ts", "rehearsal/play.ts"].map(
  (path) => `${functions}${path}`,
);
const folderOf = (path: string) => path.slice(functions.length).split("/")[0];

/** What a function may import by path: the domain, the mails' texts, the database's types, its own folder, what functions share; rehearsal the simulator too. */
function isWithinReach(target: string, from: string): boolean {
  if (target.startsWith("src/domain/") || target === "supabase/database.types.ts") return true;
  if (/^src\/locales\/\w\w\/mails\.json$/.test(target)) return true;
  if (target.startsWith(simulator)) return folderOf(from) === "rehearsal";
  return target.startsWith(functions) && [folderOf(from), "_shared"].includes(folderOf(target));
}

/** A map's entry for a package serves its subpaths too, as Deno reads it. */
function isInImportMap(specifier: string, tree: SourceTree): boolean {
  const map = tree.files.find(({ path }) => path === `${functions}deno.json`)?.text ?? "{}";
  const packageName = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
  return (
    /^(node|npm|jsr):/.test(specifier) || [specifier, packageName].some((name) => map.includes(`"${name}"`))
  );
}

export const serverRules: Rule[] = [
  rule(
    "a function imports only the domain, the mails' texts, its own folder and _shared",
    refuseImports(inFunctions, ({ path }, file) => path !== undefined && !isWithinReach(path, file.path)),
    { "supabase/functions/commands/handler.ts": `import { a } from "../tick/handler.ts";` },
    { "supabase/functions/_shared/a.ts": `import { b } from "../commands/handler.ts";` },
    { "supabase/functions/tick/handler.ts": `import { a } from "../../local/ports.ts";` },
    { "supabase/functions/tick/handler.ts": `import { a } from "../../../src/providers/a.ts";` },
    { "supabase/functions/tick/handler.ts": `import { a } from "../../graph-simulator/simulation.ts";` },
  ),
  rule(
    "a function reaches src by an alias",
    refuseImports(
      inFunctions,
      ({ path, specifier }) => !!path?.startsWith("src/") && specifier.startsWith("."),
    ),
    { "supabase/functions/tick/handler.ts": `import { a } from "../../../src/domain/a.ts";` },
  ),
  rule(
    "every package of a function stands in the import map",
    refuseImports(
      inFunctions,
      ({ path, specifier }, _file, tree) => path === undefined && !isInImportMap(specifier, tree),
    ),
    { "supabase/functions/tick/handler.ts": `import { a } from "left-pad";` },
  ),
  rule(
    "a function of the database is called by its generated type",
    refuseSyntax(
      (path) => inFunctions(path) && path !== `${functions}_shared/database/call.ts`,
      ({ members }) => members.filter((name) => name.endsWith(".rpc")),
    ),
    { "supabase/functions/checks/handler.ts": `await client.rpc("run_checks", { request: id });` },
  ),
  rule(
    "only _shared/runtime.ts reads the environment",
    refuseSyntax(
      (path) => inFunctions(path) && path !== `${functions}_shared/runtime.ts`,
      ({ members }) => members.filter((name) => /^(Deno|process)\.env$/.test(name)),
    ),
    { "supabase/functions/tick/index.ts": `const url = Deno.env.get("SUPABASE_URL");` },
    { "supabase/functions/_shared/a.ts": "const url = process.env.SUPABASE_URL;" },
  ),
  rule(
    "only modules that prove the accounts a client has named call Meta with a provider's token",
    refuseImports(
      (path) => inFunctions(path) && !doors.includes(path),
      ({ path }) => path === `${functions}_shared/graph/graph-client.ts`,
    ),
    {
      "supabase/functions/template-backup/handler.ts": `import { a } from "../_shared/graph/graph-client.ts";`,
    },
    { "supabase/functions/_shared/checks/a.ts": `import { a } from "../graph/graph-client.ts";` },
  ),
  rule(
    "the local stack knows neither the Graph client nor src",
    refuseImports(
      inLocal,
      ({ path }) => !!path && (path.startsWith("src/") || path.startsWith(`${functions}_shared/graph/`)),
    ),
    { "supabase/local/stack/a.ts": `import { b } from "../../functions/_shared/graph/b.ts";` },
    { "supabase/local/start.ts": `import { b } from "#domain/b.ts";` },
  ),
  rule(
    "the simulator of Meta knows nothing of ours",
    refuseImports(inSimulator, ({ path }) => path !== undefined && !path.startsWith(simulator)),
    { "supabase/graph-simulator/a.ts": `import { b } from "../functions/_shared/graph/b.ts";` },
    { "supabase/graph-simulator/a.ts": `import { b } from "#domain/b.ts";` },
    { "supabase/graph-simulator/a.ts": `import { b } from "../local/stack/ports.ts";` },
  ),
];
