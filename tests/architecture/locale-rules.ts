/** Every text in every language: equal keys, equal placeholders, and none that no code names. */
import { type Rule, rule } from "./rule.ts";
import { isTest, type SourceTree } from "./source-tree.ts";
import { syntaxOf } from "./syntax.ts";

const languages = ["en", "ru"];
const pluralEnding = /_(zero|one|two|few|many|other)$/;

/** A language's texts by `namespace:key`, plural forms of one key together. */
function textsOf(tree: SourceTree, language: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const collect = (value: unknown, key: string) => {
    if (typeof value === "string") {
      const name = key.replace(pluralEnding, "");
      found.set(name, [...(found.get(name) ?? []), value]);
    } else if (typeof value === "object" && value !== null) {
      for (const [part, inner] of Object.entries(value))
        collect(inner, key.endsWith(":") ? key + part : `${key}.${part}`);
    }
  };
  for (const { path, text } of tree.files) {
    const namespace = new RegExp(`^src/locales/${language}(?:/([\\w-]+))?\\.json$`).exec(path);
    if (namespace) collect(JSON.parse(text), `${namespace[1] ?? ""}:`);
  }
  return found;
}

const placeholdersIn = (forms: string[]) =>
  [...new Set(forms.flatMap((text) => text.match(/\{\{\s*\w+/g) ?? []))].toSorted().join();

function differences(tree: SourceTree): string[] {
  const [first = "", ...others] = languages;
  const reference = textsOf(tree, first);
  return others.flatMap((language) => {
    const texts = textsOf(tree, language);
    return [
      ...[...reference.keys()].filter((key) => !texts.has(key)).map((key) => `${language} lacks ${key}`),
      ...[...texts.keys()].filter((key) => !reference.has(key)).map((key) => `${first} lacks ${key}`),
      ...[...reference]
        .filter(
          ([key, forms]) => texts.has(key) && placeholdersIn(forms) !== placeholdersIn(texts.get(key) ?? []),
        )
        .map(([key]) => `${key} has other placeholders in ${language}`),
    ];
  });
}

const literally = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/** A key counts as used when a literal in code ends on it, a `*` standing for any value put into a template. */
function unused(tree: SourceTree): string[] {
  const literals = tree.modules
    .filter(({ path }) => /^(src|supabase\/functions)\//.test(path) && !isTest(path))
    .flatMap((file) => syntaxOf(file).texts);
  const plain = new Set(literals);
  const patterns = literals
    .filter((text) => /\w[.:]\*|\*[.:]\w/.test(text))
    .map((text) => new RegExp(`^${text.split("*").map(literally).join(".+")}$`));
  const isUsed = (key: string) => {
    const bare = key.slice(key.indexOf(":") + 1);
    return [key, bare, key.replace(":", ".")].some(
      (form) => plain.has(form) || patterns.some((p) => p.test(form)),
    );
  };
  return [...textsOf(tree, "en").keys()].filter((key) => !isUsed(key)).map((key) => `${key} is never shown`);
}

const used = { "src/ui/a.tsx": `t("a.b");` };

export const localeRules: Rule[] = [
  rule(
    "every language has the same texts with the same placeholders",
    differences,
    { "src/locales/en/example.json": `{"a": {"b": "B"}}`, "src/locales/ru/example.json": "{}" },
    { "src/locales/en.json": "{}", "src/locales/ru.json": `{"a_one": "1", "a_few": "2"}` },
    { "src/locales/en.json": `{"a": "{{count}} rows"}`, "src/locales/ru.json": `{"a": "{{number}} rows"}` },
  ),
  rule(
    "no text is left that no code names",
    unused,
    { ...used, "src/locales/en.json": `{"a": {"b": "B", "c": "C"}}` },
    {
      "src/ui/a.tsx": "t(`status.${status}`);",
      "src/locales/en/example.json": `{"state": {"open": "Open"}}`,
    },
  ),
];
