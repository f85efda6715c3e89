/** The functions read JSON under Deno: there too, a number too long for JavaScript keeps every digit. */
import path from "node:path";
import { expect, it } from "vitest";
import { denoArguments, projectFolder, runDeno } from "./deno-runs.ts";

it("a long id in JSON keeps every digit under Deno", () => {
  const module = path.join(projectFolder, "src/domain/graph/parse-json.ts");
  const script = `import { parseJson } from "file://${module}";
    console.log(JSON.stringify(parseJson('{"id":9007199254740993,"time":1764000000}')));`;
  const run = runDeno([...denoArguments("eval", projectFolder), script], projectFolder);
  expect([run.status, run.out.trim()]).toEqual([0, '{"id":"9007199254740993","time":1764000000}']);
});
