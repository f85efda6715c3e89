/** antd's styles as CSS: what its style modules write at run time, written once under our themes. Runs in Node. */
import { createRequire } from "node:module";
import { createCache, extractStyle, StyleProvider } from "@ant-design/cssinjs";
import { ConfigProvider, type ThemeConfig } from "antd";
import { createElement, type FunctionComponent } from "react";
import { renderToString } from "react-dom/server";
import { accentProperties } from "../../../src/ui/theme/accent.ts";
import { themeOf } from "../../../src/ui/theme/theme.ts";
import { classes } from "./static-theme.ts";
import { isPart, styleModules, unusedRules } from "./style-modules.ts";
import { differences, readVariables, type Variables, writeVariables } from "./variables.ts";

const require = createRequire(import.meta.url);

/** A colour that no palette has: whatever follows it follows a provider's own colour. */
const sample = "#7c3aed";
const shades = new Map(
  Object.entries(accentProperties(sample)).map(([name, value]) => [value, `var(${name})`]),
);

/** Renders under one theme. Its answer is the CSS that nothing rendered before it had. */
function renderer(theme: ThemeConfig, key: string) {
  const cache = createCache();
  const added = (...types: ("style" | "token" | "cssVar")[]) =>
    extractStyle(cache, { plain: true, once: true, types }).replace(
      /\.data-ant-cssinjs-cache-path\{[^}]*\}/,
      "",
    );
  return (part: FunctionComponent) => {
    const page = createElement(ConfigProvider, { theme: { ...theme, cssVar: { key } } }, createElement(part));
    renderToString(createElement(StyleProvider, { cache, layer: true }, page));
    return { styles: added("style"), variables: readVariables(added("token", "cssVar"), key) };
  };
}

/** Under every theme from the base on, because the first component brings what all have. */
export function createExtractor() {
  const inLight = renderer(themeOf(false), classes.light);
  const inDark = renderer(themeOf(true), classes.dark);
  const inAccent = renderer(themeOf(false, sample), classes.light);

  function cssOf(part: FunctionComponent): string {
    const light = inLight(part);
    const dark = inDark(part);
    if (light.styles !== dark.styles) throw new Error("antd's rules are others in the dark theme.");
    const key = { light: `.${classes.light}`, dark: `.${classes.dark}` };
    return [
      light.styles,
      writeVariables(light.variables, key.light, key.dark),
      writeVariables(differences(light.variables, dark.variables), key.dark),
      writeVariables(
        shadesIn(differences(light.variables, inAccent(part).variables)),
        `${key.light}.${classes.accent}`,
      ),
    ].join("");
  }

  const base = cssOf(() => createElement(Styled, { module: "button/style/index" }));
  return {
    /** What every page needs: the themes' variables, antd's links, icons and buttons. */
    base,
    /** What a module below antd/es adds to it. */
    cssOfModule: (module: string) =>
      withoutRules(
        cssOf(() => createElement(Styled, { module })),
        unusedRules[module],
      ),
  };
}

function withoutRules(css: string, unused: RegExp | undefined): string {
  if (!unused) return css;
  return css.replace(/([^{}@;]+)\{[^{}]*\}/g, (rule, selector: string) =>
    unused.test(selector) ? "" : rule,
  );
}

/** By the provider's colour at run time. Ranges of dates, which no client's page has, keep the theme's own colour. */
function shadesIn(variables: Variables): Variables {
  const found: Variables = new Map();
  for (const [selector, own] of variables) {
    const known = [...own].flatMap(([name, value]): [string, string][] => {
      const shade = shades.get(value);
      return shade === undefined ? [] : [[name, shade]];
    });
    if (known.length > 0) found.set(selector, new Map(known));
  }
  return found;
}

/** Registers a module's styles, as the components with its classes do. */
function Styled({ module }: { module: string }) {
  const exported = require(`antd/lib/${module}`) as Record<string, (...values: unknown[]) => unknown>;
  const calls = styleModules[module] ?? {};
  const byExport = Array.isArray(calls) ? { default: calls } : calls;
  for (const [name, classNames] of Object.entries(byExport)) {
    const use = exported[name];
    if (isPart(module)) use?.({ prefixCls: classNames[0] });
    else use?.(...classNames);
  }
  return null;
}
