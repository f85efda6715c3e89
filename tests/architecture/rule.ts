/** What a rule of the house is: its name, who breaks it, and something planted that it must catch. */
import { plantedTree, type SourceFile, type SourceTree } from "./source-tree.ts";
import { type Import, type Syntax, syntaxOf } from "./syntax.ts";

export type Rule = {
  name: string;
  /** One line per breach, naming the file. */
  breaches: (tree: SourceTree) => string[];
  /** Small repositories that each break this rule. */
  planted: SourceTree[];
};

/** A rule whose offenders are planted as `path: text`. */
export function rule(
  name: string,
  breaches: (tree: SourceTree) => string[],
  ...planted: Record<string, string>[]
): Rule {
  return { name, breaches, planted: planted.map(plantedTree) };
}

/** Looks at every import of the modules `covered` and reports those that `refused` gives a reason against. */
export function refuseImports(
  covered: (path: string) => boolean,
  refused: (target: Import, file: SourceFile, tree: SourceTree) => boolean,
) {
  return (tree: SourceTree): string[] =>
    modulesIn(tree, covered).flatMap((file) =>
      syntaxOf(file)
        .imports.filter((target) => refused(target, file, tree))
        .map((target) => `${file.path} imports ${target.specifier}`),
    );
}

/** Reports the modules `covered` in whose syntax `found` finds something. */
export function refuseSyntax(covered: (path: string) => boolean, found: (syntax: Syntax) => string[]) {
  return (tree: SourceTree): string[] =>
    modulesIn(tree, covered).flatMap((file) =>
      found(syntaxOf(file)).map((what) => `${file.path} uses ${what}`),
    );
}

export function modulesIn(tree: SourceTree, covered: (path: string) => boolean): SourceFile[] {
  return tree.modules.filter(({ path }) => covered(path));
}
