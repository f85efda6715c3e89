/** Gives a page the provider's colour, as far as text on it stays readable. */
import { ConfigProvider, theme } from "antd";
import type { ReactNode } from "react";
import { contrast } from "../lib/contrast.ts";

export function Brand({ color, children }: { color: string | undefined; children: ReactNode }) {
  const { token } = theme.useToken();
  // The colour serves as a background for white text and as text on the page's own background.
  const readable =
    color !== undefined && contrast(color, "#ffffff") >= 4.5 && contrast(color, token.colorBgLayout) >= 4.5;
  if (!readable) return children;
  return (
    <ConfigProvider theme={{ token: { colorPrimary: color, colorLink: color } }}>{children}</ConfigProvider>
  );
}
