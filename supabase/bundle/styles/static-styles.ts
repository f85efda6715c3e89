/**
 * Builds antd's styles as CSS, one piece for each of its style modules so that a page loads those of its components,
 * and leaves what makes them at run time out of the bundle. Development and tests keep antd's own way. Where antd has
 * changed a place that this relies on, the build fails.
 */
import path from "node:path";
import type { Plugin } from "vite";
import { dropStyles, registers } from "./drop-styles.ts";
import { createExtractor } from "./extract.ts";
import { classes } from "./static-theme.ts";
import { styleModules } from "./style-modules.ts";
import { tokenNames, tokensOf } from "./tokens.ts";

const own = (file: string) => path.join(import.meta.dirname, file);
const moduleOf = (id: string) => /\/node_modules\/antd\/es\/(.+)\.js$/.exec(id)?.[1];
const standIns: Record<string, string> = {
  "@ant-design/cssinjs": own("static-cssinjs.ts"),
  "@ant-design/cssinjs-utils": own("static-hooks.ts"),
};
const prefix = "virtual:antd-styles/";
const base = "base";

/** antd's `useToken`, without making any. */
const withoutMaking = () => `
  import { useContext } from "react";
  import { DesignTokenContext } from "./context";
  const [light, dark] = ${JSON.stringify([tokensOf(false), tokensOf(true)])};
  export const unitless = {}, ignore = {}, getComputedToken = undefined;
  export default function useToken() {
    const { cssVar } = useContext(DesignTokenContext);
    const token = cssVar.key === "${classes.dark}" ? dark : light;
    return [undefined, token, "", token, cssVar, true];
  }`;

export function staticStyles(): Plugin {
  let extractor: ReturnType<typeof createExtractor> | undefined;
  /** Modules that register styles and stand in no table, and what others read of the theme. */
  const unnamed = new Set<string>();
  const unknown = new Map<string, string[]>();
  return {
    name: "portdesk:static-styles",
    apply: "build",
    enforce: "pre",
    resolveId(source, importer) {
      if (source.startsWith(prefix)) return source;
      const standIn = standIns[source];
      const isTheirs = importer?.includes("/node_modules/") && !importer.includes("/node_modules/antd/");
      return standIn && importer !== standIn && !isTheirs ? standIn : null;
    },
    load(id) {
      if (id.startsWith(prefix)) {
        extractor ??= createExtractor();
        const module = id.slice(prefix.length, -".css".length);
        const code = module === base ? extractor.base : extractor.cssOfModule(module);
        return { code, moduleSideEffects: true };
      }
      if (id.endsWith("/src/ui/theme/theme.ts"))
        return `import "${prefix}${base}.css"; export { themeOf } from ${JSON.stringify(own("static-theme.ts"))};`;
      return moduleOf(id) === "theme/useToken" ? withoutMaking() : null;
    },
    transform(code, id) {
      const module = moduleOf(id);
      if (module === undefined) return null;
      if (/\buseToken\(/.test(code)) unknown.set(module, unknownTokens(code));
      if (!registers(code)) return null;
      const css = styleModules[module] ? `import "${prefix}${module}.css";` : "";
      if (!css && !module.startsWith("theme/")) unnamed.add(module);
      return { code: css + dropStyles(code, this.parse(code)), map: null };
    },
    generateBundle(_options, bundle) {
      const used = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
      const modules = used.flatMap((id) => moduleOf(id) ?? []);
      const missing = modules.filter((module) => unnamed.has(module));
      if (missing.length > 0)
        throw new Error(`Name the classes of ${missing.join(", ")} in style-modules.ts.`);
      const left = used.filter((id) => /\/node_modules\/@ant-design\/cssinjs/.test(id));
      if (left.length > 0) throw new Error(`Something makes styles at run time: ${left.join(", ")}.`);
      const values = modules.flatMap((module) => unknown.get(module) ?? []);
      if (values.length > 0) throw new Error(`antd reads ${values.join(", ")}: name them in tokens.ts.`);
    },
  };
}

/** What a component reads of the theme and tokens.ts does not name. */
function unknownTokens(code: string): string[] {
  const read = [...code.matchAll(/\btoken\??\.(\w+)/g)].map(([, name = ""]) => name);
  const taken = [...code.matchAll(/\{([^{}]*)\}\s*=\s*token\b/g)].flatMap(([, names = ""]) =>
    names.split(/\W+/),
  );
  return [...read, ...taken].filter((name) => name && !tokenNames.includes(name));
}
