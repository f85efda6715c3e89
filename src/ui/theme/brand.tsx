/** Gives a page the provider's colour; none: that of the theme. */
import { ConfigProvider } from "antd";
import type { ReactNode } from "react";
import { useAccentProperties } from "./accent.ts";
import { useColorScheme } from "../color-scheme.ts";
import { themeOf } from "./theme.ts";

export function Brand({ color, children }: { color: string | undefined; children: ReactNode }) {
  const { dark } = useColorScheme();
  useAccentProperties(dark ? undefined : color);
  return <ConfigProvider theme={themeOf(dark, color)}>{children}</ConfigProvider>;
}
