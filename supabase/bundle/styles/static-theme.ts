/** Takes the place of src/ui/theme/theme.ts in the built app: the values are in the CSS, a theme only names its classes. */
import type { themeOf as ofTheApp } from "../../../src/ui/theme/theme.ts";

export const classes = { light: "ant-light", dark: "ant-dark", accent: "ant-accent" } as const;

/** Every component of antd has its theme's classes, and the variables stand under them. */
export const themeOf: typeof ofTheApp = (isDark, accent) => {
  const own = accent && !isDark ? [classes.accent] : [];
  return {
    hashed: false,
    zeroRuntime: true,
    cssVar: { key: [isDark ? classes.dark : classes.light, ...own].join(" ") },
  };
};
