/** The repository as the rules see it: every file of ours with its text, read from disk or planted by a test. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

export type SourceFile = { path: string; text: string };

export type SourceTree = {
  files: SourceFile[];
  /** Our own TypeScript: no generated file, no declaration file. */
  modules: SourceFile[];
  has: (path: string) => boolean;
};

const foldersNotOurs = new Set(["node_modules", "dist", "coverage", "test-results", "playwright-report"]);
const hiddenButOurs = new Set([
  ".ci",
  ".github",
  ".env.example",
  ".oxlintrc.json",
  ".editorconfig",
  ".gitignore",
  ".npmrc",
]);
const textFile =
  /(^|\/)\.?[\w.-]+\.(ts|tsx|json|jsonc|css|html|md|yml|sql|toml|svg|example|editorconfig|gitignore|npmrc)$|\/run$/;
const generated = /\.(types|d)\.ts$/;

/** Reads the repository at `root`; hidden files count only where the project put them on purpose. */
export function readTree(root: string): SourceTree {
  const files: SourceFile[] = [];
  const visit = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith(".") && !hiddenButOurs.has(entry.name)) continue;
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory() && !foldersNotOurs.has(entry.name)) visit(path);
      if (entry.isFile() && textFile.test(`/${path}`))
        files.push({ path, text: readFileSync(join(root, path), "utf8") });
    }
  };
  visit("");
  return treeOf(files);
}

/** A tree made of exactly these files: how a rule is shown something it must catch. */
export function plantedTree(texts: Record<string, string>): SourceTree {
  return treeOf(Object.entries(texts).map(([path, text]) => ({ path, text })));
}

function treeOf(files: SourceFile[]): SourceTree {
  const paths = new Set(files.map((file) => file.path));
  const modules = files.filter(({ path }) => /\.tsx?$/.test(path) && !generated.test(path));
  return { files, modules, has: (path) => paths.has(path) };
}

/** Whether a file exists for the tests: it may use their tools, and nothing else may import it. */
export function isTest(path: string): boolean {
  return path.startsWith("tests/") || /\.test\.tsx?$/.test(path);
}
