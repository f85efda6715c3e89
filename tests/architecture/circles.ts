/** Finds imports that lead back to where they started, types included. */
import type { SourceTree } from "./source-tree.ts";
import { syntaxOf } from "./syntax.ts";

/** One line per circle, in the order of its imports. */
export function findCircles({ modules }: SourceTree): string[] {
  const imports = new Map(
    modules.map((file) => [file.path, syntaxOf(file).imports.flatMap(({ path }) => path ?? [])]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    const start = trail.indexOf(path);
    if (start >= 0) circles.push([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    for (const target of imports.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return circles;
}
