/** Leaves the calls by which antd's modules register styles without what they register: nothing keeps it then. */

type Node = { type: string; start: number; end: number } & Record<string, unknown>;
type Edit = { start: number; end: number; text: string };

const registering = new Set([
  "genStyleHooks",
  "genSubStyleComponent",
  "genComponentStyleHook",
  "genStyleUtils",
]);
export const registers = (code: string) =>
  /\bgen(StyleHooks|SubStyleComponent|ComponentStyleHook|StyleUtils)\(/.test(code);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

function nameOf(value: unknown): unknown {
  return isNode(value) && value.type === "Identifier" ? value["name"] : undefined;
}

function editsIn(node: Node): Edit[] {
  const args = Array.isArray(node["arguments"]) ? node["arguments"].filter(isNode) : [];
  const name = nameOf(node["callee"]);
  if (node.type === "CallExpression" && typeof name === "string" && registering.has(name)) {
    const [first, last] = [args[0], args.at(-1)];
    return first && last ? [{ start: first.start, end: last.end, text: "" }] : [];
  }
  const pure = node.type === "NewExpression" && name === "Keyframes";
  const inner = Object.values(node).flatMap((value) => [value].flat().filter(isNode).flatMap(editsIn));
  return pure ? [{ start: node.start, end: node.start, text: "/* @__PURE__ */ " }, ...inner] : inner;
}

export function dropStyles(code: string, program: unknown): string {
  const edits = isNode(program) ? editsIn(program) : [];
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), code);
}
