/** Every value of a JSON answer in every wrong form: each member, each item and the whole. */
import type { Mutation } from "./wire.ts";

type Path = readonly (string | number)[];
type Members = Readonly<Record<string, unknown>>;

/** Stands for JSON that no JavaScript value can express. */
const hole = "the-hole-for-raw-json";
const dropped = Symbol("dropped");

export const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `ids`: of other objects that exist, to try answers about the wrong one. */
export function valueMutations(text: string, ids: readonly string[]): Mutation[] {
  const body: unknown = JSON.parse(text);
  return pathsOf(body).flatMap((path) => {
    const value = path.reduce<unknown>(memberOf, body);
    const where = path.length === 0 ? "the whole" : path.join(".");
    const forms = new Set([...anyForms(value, path), ...formsOf(value, ids)]);
    forms.delete(JSON.stringify(value));
    const spoilt = [...forms].map((raw) => ({ name: `${where} = ${raw}`, apply: rawAt(path, raw) }));
    if (path.length === 0) return [...spoilt, ...besideForms(value)];
    return [{ name: `${where} dropped`, apply: dropAt(path) }, ...spoilt];
  });
}

function memberOf(value: unknown, key: string | number): unknown {
  if (Array.isArray(value) && typeof key === "number") return value[key];
  return isMembers(value) && typeof key === "string" ? value[key] : undefined;
}

/** How many items of a list are spoilt: the others stay as they were. */
const itemsSpoilt = 1;

function pathsOf(value: unknown, path: Path = []): Path[] {
  const inner = Array.isArray(value)
    ? value.slice(0, itemsSpoilt).map((item: unknown, index) => pathsOf(item, [...path, index]))
    : isMembers(value)
      ? Object.entries(value).map(([name, member]) => pathsOf(member, [...path, name]))
      : [];
  return [path, ...inner.flat()];
}

const otherTypes = ["null", "true", "false", "0", "1", '""', '"x"', "[]", "{}"];

/** null, the eight wrong types, in a list, in a map, deep, and repeated, with the other value first or last. */
function anyForms(value: unknown, path: Path): string[] {
  const raw = JSON.stringify(value);
  const name = path.at(-1);
  const twice =
    typeof name === "string"
      ? [`${raw},${JSON.stringify(name)}:"x"`, `null,${JSON.stringify(name)}:${raw}`]
      : [];
  return [
    ...otherTypes,
    `[${raw}]`,
    `{"value":${raw}}`,
    `{"data":${raw}}`,
    `{"data":{"data":[${raw}]}}`,
    `{"__proto__":${raw}}`,
    `[[[[${raw}]]]]`,
    ...twice,
  ];
}

function formsOf(value: unknown, ids: readonly string[]): string[] {
  if (typeof value === "string") return textForms(value, ids);
  if (typeof value === "boolean")
    return [`"${value}"`, `"${String(value).toUpperCase()}"`, `"${Number(value)}"`, String(!value)];
  if (typeof value === "number")
    return [`"${value}"`, `${value}.5`, `-${value || 1}`, "9007199254740993", "1e400", `${value}e0`];
  if (Array.isArray(value)) return listForms(value);
  return [];
}

function textForms(value: string, ids: readonly string[]): string[] {
  const forms = [
    "SOMETHING_NEW",
    value.toUpperCase(),
    value.toLowerCase(),
    value.slice(0, 1) + value.slice(1).toLowerCase(),
    ` ${value}`,
    `${value} `,
    ` `,
    `\t`,
    `\u0000`,
    `${value}\u0000`,
    `\u200b`,
    `${value}\u200b`,
    "\ud800",
    "__proto__",
    "constructor",
    "null",
  ].map((form) => JSON.stringify(form));
  if (!/^\d+$/.test(value)) return forms;
  return [
    ...forms,
    value,
    "9007199254740993",
    `${value}.0`,
    `-${value}`,
    `${value}e0`,
    ...["9007199254740993", `0${value}`, `${value}.0`, `-${value}`, `+${value}`, `${value}0`, ...ids].map(
      (form) => JSON.stringify(form),
    ),
  ];
}

function listForms(value: readonly unknown[]): string[] {
  const [first] = value;
  const forms: unknown[] = [
    [...value, ...value],
    [...value, null],
    [...value, "x"],
    [...value, []],
    [...value, {}],
    value.slice(1),
    Object.fromEntries(value.entries()),
    ...(first === undefined ? [] : [[first], [first, first]]),
  ];
  return forms.map((form) => JSON.stringify(form));
}

const next = "https://graph.example/next";
const besideAny: readonly Members[] = [
  { error: null },
  { error: "x" },
  { error: { code: 1, message: "An unknown error occurred" } },
  { success: false },
  { success: "false" },
  { pin_reset: false },
  { pin_reset: "false" },
];
const besideList: readonly Members[] = [
  { paging: { next } },
  { paging: { next, cursors: {} } },
  { paging: { next, cursors: { after: "" } } },
  { paging: { next, cursors: { after: "x" } } },
  { paging: { next: null } },
  { paging: { next: "" } },
];

/** What may accompany the members of an answer: an error, a denial, a page that says there is more. */
function besideForms(value: unknown): Mutation[] {
  if (!isMembers(value)) return [];
  const beside = Array.isArray(value["data"]) ? [...besideAny, ...besideList] : besideAny;
  return beside.map((members) => ({
    name: `beside it ${JSON.stringify(members)}`,
    apply: jsonChanged([], { ...value, ...members }),
  }));
}

function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  const step = (inner: unknown) => changed(inner, rest, to);
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === key ? step(item) : item)).filter(isKept);
  if (!isMembers(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => [name, name === key ? step(inner) : inner]);
  return Object.fromEntries(entries.filter(([, inner]) => isKept(inner)));
}
const isKept = (value: unknown) => value !== dropped;

/** Leaves alone what is not JSON, as a later answer to the same request may be. */
function jsonChanged(path: Path, to: unknown): Mutation["apply"] {
  return (answer) => {
    try {
      const body: unknown = JSON.parse(answer.text);
      return { ...answer, text: JSON.stringify(changed(body, path, to)) };
    } catch {
      return answer;
    }
  };
}

const dropAt = (path: Path): Mutation["apply"] => jsonChanged(path, dropped);

function rawAt(path: Path, raw: string): Mutation["apply"] {
  const withHole = jsonChanged(path, hole);
  return (answer) => {
    const holed = withHole(answer);
    return holed && { ...holed, text: holed.text.replace(JSON.stringify(hole), () => raw) };
  };
}
