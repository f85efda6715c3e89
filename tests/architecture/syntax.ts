/** What the rules ask of a module's syntax: its imports, the outside world it touches, the texts it holds. */
import { posix } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import type { SourceFile } from "./source-tree.ts";

export type Import = {
  specifier: string;
  /** The file it names, from the repository's root; undefined for a package. */
  path: string | undefined;
  /** The names taken; empty for a whole module. */
  names: string[];
};

export type Syntax = {
  imports: Import[];
  /** `Deno.env`, `Date.now`, `Math.random`, …: every member read from a bare name. */
  members: string[];
  /** Bare names called, and constructions: `fetch`, `new Date` (without arguments only). */
  calls: string[];
  /** String literals, and template literals with `*` where a value goes. */
  texts: string[];
  /** Identifiers and property names, each time they stand there. */
  names: string[];
};

const parsed = new WeakMap<SourceFile, Syntax>();

/** The syntax of `file`, parsed once. */
export function syntaxOf(file: SourceFile): Syntax {
  const known = parsed.get(file);
  if (known) return known;
  const syntax = parse(file);
  parsed.set(file, syntax);
  return syntax;
}

function parse(file: SourceFile): Syntax {
  const { module, program, errors } = parseSync(file.path, file.text);
  if (errors[0]) throw new Error(`${file.path}: ${errors[0].message}`);
  const syntax: Syntax = { imports: [], members: [], calls: [], texts: [], names: [] };
  const addImport = (specifier: string, names: string[]) =>
    syntax.imports.push({ specifier, path: targetOf(file.path, specifier), names });

  for (const { moduleRequest, entries } of module.staticImports) {
    addImport(
      moduleRequest.value,
      entries.flatMap((entry) => entry.importName.name ?? []),
    );
  }
  for (const { moduleRequest, importName } of module.staticExports.flatMap((part) => part.entries)) {
    if (moduleRequest) addImport(moduleRequest.value, importName.name ? [importName.name] : []);
  }
  new Visitor({
    ImportExpression: ({ source }) => {
      if (source.type === "Literal" && typeof source.value === "string") addImport(source.value, []);
    },
    TSImportType: ({ source }) => addImport(source.value, []),
    MemberExpression: (node) => {
      if (node.object.type !== "Identifier" || node.property.type !== "Identifier") return;
      syntax.members.push(`${node.object.name}.${node.property.name}`);
    },
    CallExpression: ({ callee }) => {
      if (callee.type === "Identifier") syntax.calls.push(callee.name);
    },
    NewExpression: (node) => {
      const bare = node.callee.type === "Identifier" && node.arguments.length === 0;
      if (bare && node.callee.type === "Identifier") syntax.calls.push(`new ${node.callee.name}`);
    },
    Identifier: ({ name }) => {
      syntax.names.push(name);
    },
    Literal: ({ value }) => {
      if (typeof value === "string") syntax.texts.push(value);
    },
    TemplateLiteral: ({ quasis }) => {
      syntax.texts.push(quasis.map((part) => part.value.cooked ?? "").join("*"));
    },
  }).visit(program);
  return syntax;
}

function targetOf(from: string, specifier: string): string | undefined {
  const alias = /^#(domain|locales)\//.exec(specifier)?.[1];
  if (alias) return specifier.replace("#", "src/");
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  return undefined;
}
