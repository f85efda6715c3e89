/** The outermost frame: theme, language, what was read, and the routes. */
import { StyleProvider } from "@ant-design/cssinjs";
import { QueryClientProvider } from "@tanstack/react-query";
import { App, ConfigProvider } from "antd";
import { useTranslation } from "react-i18next";
import { BrowserRouter } from "react-router";
import { antdLocale } from "../providers/i18n.ts";
import { queryClient } from "../providers/query-client.ts";
import { useColorScheme } from "../ui/color-scheme.ts";
import { ErrorBoundary } from "../ui/error-boundary.tsx";
import { themeOf } from "../ui/theme/theme.ts";
import { OfflineBar } from "./frame/offline-bar.tsx";
import { PageFailed } from "./page-failed.tsx";
import { Pages } from "./pages.tsx";

export function Root() {
  const { dark } = useColorScheme();
  const { i18n } = useTranslation();
  return (
    // antd's styles in a layer: whatever the order of the files, our own styles come after them.
    <StyleProvider layer>
      <ConfigProvider theme={themeOf(dark)} locale={antdLocale(i18n.language)}>
        <App>
          <ErrorBoundary fallback={<PageFailed />}>
            <QueryClientProvider client={queryClient}>
              <BrowserRouter>
                <OfflineBar />
                <Pages />
              </BrowserRouter>
            </QueryClientProvider>
          </ErrorBoundary>
        </App>
      </ConfigProvider>
    </StyleProvider>
  );
}
