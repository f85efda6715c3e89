/** What no text of the project may say, and where texts stand. */
import { type Rule, rule } from "./rule.ts";

/** Traces of somebody's machine, keys, and marks of unfinished work. Written so that they do not match themselves. */
const unwanted = [
  /(^|[\s"'(`=])\/(work|root|home|Users)\/[a-z]/m,
  /\b(issue|ticket) #?\d+\b/i,
  /\b(claude|anthropic|openai|chatgpt)\b/i,
  /\b(AI|coding) (agent|assistant)s?\b/i,
  /registry\.npm[j]s\.org/,
  /<{7} |>{7} /,
  /\b(TODO|FIXME|XXX)[:( ]/,
  /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\./,
  /\bEAA[A-Za-z0-9]{30}/,
];
const own = /^tests\/architecture\//;

export const textRules: Rule[] = [
  rule(
    "no text names a machine, a key or unfinished work",
    ({ files }) =>
      files
        .filter(({ path }) => !own.test(path) && path !== "package-lock.json")
        .flatMap(({ path, text }) =>
          unwanted.filter((shape) => shape.test(text)).map((shape) => `${path} matches ${String(shape)}`),
        ),
    { "README.md": `Look at ${"/home"}/somebody/portdesk.` },
    { "src/a.ts": "// see issue 12" },
    { "src/a.ts": "// TODO: later" },
  ),
  rule(
    "the top level has no folder but src, supabase and tests",
    ({ files }) =>
      files
        .filter(({ path }) => path.includes("/") && !/^(src|supabase|tests|\.ci|\.github)\//.test(path))
        .map(({ path }) => `${path} is in no known folder`),
    { "docs/a.md": "" },
  ),
];
