/** Words that the project gave up for plainer ones: no identifier, file or text takes them up again (src/domain/README.md). */
import { type Rule, rule } from "./rule.ts";
import type { SourceFile, SourceTree } from "./source-tree.ts";
import { syntaxOf } from "./syntax.ts";

/** Refused as a part of any identifier, key, column or file name: `request_desk`, `giveUpLooks`. */
const retiredParts = new Set(
  (
    "desk desks wish wishes wished act acts chore chores world worlds hear hears heard unheard told untold foretold " +
    "foretell foretells quarrel quarrels contested stretch stretches lane lanes shut shuts photograph photographs " +
    "stabilising patience storable looks"
  ).split(" "),
);

/** Refused as identifiers, whatever stands around their parts. */
const retiredShapes = [
  /^(tell|most)[A-Z]/,
  /^(Scene|Turn|Cast|Tell|Told|Words)$/,
  /after_?check/i,
  /number_?care/i,
  /^(sameText|keptForm|takeButtons|atAnyVersion)/,
];

/** Meta's and our libraries' own names. */
const foreign = new Set(["hello_world", "act"]);

/** Folders and files that were renamed for good. */
const retiredPaths = /(^|\/)(machine|words|queue-[\w-]+|order\.ts|[\w-]+-world)(\/|\.|$)/;

/** Refused in what people read: screens, mails, comments, tests and documents. */
const retiredPhrases = [
  /\b(the|their|its|our|a|provider's) desks?\b/i,
  /\bwhose turn\b/i,
  /\b(foretold|foretells?)\b/i,
  /\bquarrels?\b/i,
  /\bphotographs?\b/i,
  /\bstabilis/i,
  /\b(the|a|own|person's|new) go (for|of|is|waits|serves)\b/i,
  /\bchores?\b/i,
  /\bhas told of\b/i,
  /(^|[^а-яё])(деск|дорожк|ваш ход|предсказан|ссор)/i,
];

const own = /^tests\/architecture\//;

const partsOf = (name: string) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);

const isRetired = (name: string) =>
  !foreign.has(name) &&
  (partsOf(name).some((part) => retiredParts.has(part)) || retiredShapes.some((shape) => shape.test(name)));

const codeOfSql = (text: string) => text.replaceAll(/--[^\n]*|'(?:[^']|'')*'/g, " ");

const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key.replaceAll(".", "_"), ...keysOf(inner)])
    : [];

function namesIn({ path, text }: SourceFile): string[] {
  if (/\.tsx?$/.test(path) && !/\.(types|d)\.ts$/.test(path)) return syntaxOf({ path, text }).names;
  if (/^supabase\/schemas\/.*\.sql$/.test(path)) return codeOfSql(text).match(/[a-z_][a-z0-9_]*/gi) ?? [];
  return /^src\/locales\/.*\.json$/.test(path) ? keysOf(JSON.parse(text)) : [];
}

const ours = ({ files }: SourceTree) => files.filter(({ path }) => !own.test(path));
const isProse = ({ path }: SourceFile) =>
  /\.(tsx?|md)$|^src\/locales\/|^supabase\/schemas\//.test(path) && !path.endsWith(".types.ts");

export const wordRules: Rule[] = [
  rule(
    "no name takes up a retired word",
    (tree) =>
      ours(tree).flatMap((file) =>
        [...new Set(namesIn(file))].filter(isRetired).map((name) => `${file.path} names ${name}`),
      ),
    { "src/a.ts": "export const requestDesk = 1;" },
    { "src/a.ts": "export const tellProof = 1;" },
    { "supabase/schemas/checks/tables.sql": "create table public.check_desk (told_at timestamptz);" },
    { "src/locales/en/a.json": `{"foretold": "Soon due"}` },
  ),
  rule(
    "no file or folder takes up a retired word",
    (tree) =>
      ours(tree)
        .filter(({ path }) => retiredPaths.test(path) || partsOf(path).some((part) => retiredParts.has(part)))
        .map(({ path }) => `${path} has a retired name`),
    { "src/domain/machine/a.ts": "" },
    { "tests/support/move-world.ts": "" },
  ),
  rule(
    "no text takes up a retired phrase",
    (tree) =>
      ours(tree)
        .filter(isProse)
        .flatMap(({ path, text }) =>
          text.split("\n").flatMap((line, index) => {
            const phrase = retiredPhrases.find((one) => one.test(line));
            return phrase ? [`${path}:${index + 1} matches ${String(phrase)}`] : [];
          }),
        ),
    { "src/locales/ru/a.json": `{"a": "Закройте дорожки"}` },
    { "src/a.ts": "// The desk reads it again." },
    { "tests/a.test.ts": `test("knows whose turn it is", () => {});` },
    { "README.md": "A person's go serves one attempt." },
  ),
];
