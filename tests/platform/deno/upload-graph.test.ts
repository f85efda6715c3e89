/** A function's upload holds every module that Deno will need, and nothing outside the folders of its import map. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configuredFunctions, functionNames, moduleGraph, projectFolder } from "./deno-runs.ts";
import { uploadedFiles } from "./function-upload.ts";

/** The CLI sends the map itself and, completely, each file and folder that the map names. */
const isMapped = (file: string) =>
  /^(supabase\/functions\/deno\.json$|src\/domain\/|src\/locales\/\w\w\/mails\.json$)/.test(file);

/** A copy, because the CLI writes beside what it reads. */
function copyOfProject(parent: string): string {
  const copy = path.join(parent, "project");
  for (const part of [
    "supabase/functions",
    "supabase/graph-simulator",
    "supabase/config.toml",
    "supabase/templates",
    "supabase/database.types.ts",
    "src/domain",
    "src/locales",
    "package.json",
  ]) {
    cpSync(path.join(projectFolder, part), path.join(copy, part), { recursive: true });
  }
  symlinkSync(path.join(projectFolder, "node_modules"), path.join(copy, "node_modules"));
  return copy;
}

describe("the upload of a function", () => {
  let folder = "";
  let project = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "portdesk-graph-"));
    project = copyOfProject(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };

  it("is configured for every function, with the one import map", () => {
    const wanted = functionNames().map((name) => ({ name, importMap: "./functions/deno.json" }));
    expect(configuredFunctions().toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(wanted);
  });

  it.each(functionNames())("%s equals Deno's module graph", async (name) => {
    const graph = moduleGraph(project, name);
    const uploaded = await uploadedFiles(project, name);
    expect(graph.errors).toEqual([]);
    expect(graph.files).toContain(`supabase/functions/${name}/handler.ts`);
    expect(uploaded).toEqual(expect.arrayContaining(graph.files));
    expect(uploaded.filter((file) => !isMapped(file))).toEqual(graph.files.filter((file) => !isMapped(file)));
  });

  it("is found to lack a module that is imported without its extension", async () => {
    write("project/supabase/functions/lost/index.ts", `export { default } from "./helper";`);
    write("project/supabase/functions/lost/helper.ts", "export default {};");
    expect(await uploadedFiles(project, "lost")).not.toContain("supabase/functions/lost/helper.ts");
    expect(moduleGraph(project, "lost").errors).toHaveLength(1);
  });

  it("is found to lack a module from outside the project", async () => {
    write("outside.ts", "export default {};");
    write("project/supabase/functions/far/index.ts", `export { default } from "../../../../outside.ts";`);
    const uploaded = await uploadedFiles(project, "far");
    expect(moduleGraph(project, "far").files.filter((file) => !uploaded.includes(file))).toEqual([
      "../outside.ts",
    ]);
  });
});
