/** antd's CSS variables, by selector and name, and how those of several themes share their rules. */

export type Variables = Map<string, Map<string, string>>;

/** `key`: the theme's class, written as `&`. */
export function readVariables(css: string, key: string): Variables {
  const found: Variables = new Map();
  for (const [, selectors = "", body = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const selector = selectors.replaceAll(`.${key}`, "&");
    const own = found.get(selector) ?? new Map<string, string>();
    for (const [, name = "", value = ""] of body.matchAll(/(--[\w-]+):([^;]*);/g)) own.set(name, value);
    found.set(selector, own);
  }
  return found;
}

/** The variables whose value is another one in `changed`. */
export function differences(from: Variables, changed: Variables): Variables {
  const found: Variables = new Map();
  for (const [selector, own] of changed) {
    const others = [...own].filter(([name, value]) => from.get(selector)?.get(name) !== value);
    if (others.length > 0) found.set(selector, new Map(others));
  }
  return found;
}

/** `keys`: the selectors of the themes in which the values hold. */
export function writeVariables(variables: Variables, ...keys: string[]): string {
  return [...variables]
    .map(([selector, own]) => {
      const selectors = keys.map((key) => selector.replaceAll("&", key)).join(",");
      return `${selectors}{${[...own].map((pair) => pair.join(":")).join(";")}}`;
    })
    .join("");
}
