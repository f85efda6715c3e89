// `fields=`: selects the properties of an object to return. Without it, the default ones are returned; a field that the
// type does not have is an error.
import { graphError } from "./graph-error.ts";

export type GraphObject = Record<string, unknown>;

type Wanted = { name: string; inner: string | undefined };

/** Splits at the commas outside braces: `a,b{c,d}` → a and b{c,d}. */
function split(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const letter of text) {
    if (letter === "{") depth += 1;
    if (letter === "}") depth -= 1;
    if (letter === "," && depth === 0) {
      parts.push(part);
      part = "";
    } else part += letter;
  }
  return [...parts, part].map((item) => item.trim()).filter((item) => item !== "");
}

function parse(text: string): Wanted[] {
  return split(text).map((part) => {
    const match = /^([a-z0-9_]+)(?:\.[a-z]+\([^)]*\))*(?:\{(.*)\})?$/i.exec(part);
    if (!match?.[1]) throw graphError(2500, { message: `Syntax error in the fields parameter at "${part}"` });
    return { name: match[1], inner: match[2] };
  });
}

function isObject(value: unknown): value is GraphObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function narrowed(value: unknown, inner: string | undefined, nodeType: string): unknown {
  if (inner === undefined) return value;
  if (Array.isArray(value)) return value.map((item) => narrowed(item, inner, nodeType));
  return isObject(value) ? selectFields(value, inner, [], nodeType) : value;
}

/**
 * The part of `object` that `fields` selects, always with `id`; omits null values as Graph does. Throws code 100 for a
 * field that the object does not have.
 */
export function selectFields(
  object: GraphObject,
  fields: string | undefined,
  defaults: readonly string[],
  nodeType: string,
): GraphObject {
  const wanted = fields === undefined ? defaults.map((name) => ({ name, inner: undefined })) : parse(fields);
  const selected: GraphObject = {};
  for (const { name, inner } of wanted) {
    if (!(name in object)) {
      throw graphError(100, {
        message: `(#100) Tried accessing nonexisting field (${name}) on node type (${nodeType})`,
      });
    }
    const value = object[name];
    if (value !== null && value !== undefined) selected[name] = narrowed(value, inner, nodeType);
  }
  if ("id" in object) selected.id = object.id;
  return selected;
}
