/** The outermost frame: theme, language, Refine and the routes. */
import { Refine } from "@refinedev/core";
import routerProvider, { UnsavedChangesNotifier } from "@refinedev/react-router";
import { App, ConfigProvider } from "antd";
import { useTranslation } from "react-i18next";
import { BrowserRouter } from "react-router";
import { authProvider } from "../providers/auth-provider.ts";
import { createDataProvider } from "../providers/data-provider.ts";
import { antdLocale } from "../providers/i18n.ts";
import { i18nProvider } from "../providers/refine-i18n.ts";
import { supabase } from "../providers/supabase-client.ts";
import { useColorScheme } from "../ui/color-scheme.ts";
import { ErrorBoundary } from "../ui/error-boundary.tsx";
import { features } from "./features.ts";
import { OfflineBar } from "./frame/offline-bar.tsx";
import { PageFailed } from "./page-failed.tsx";
import { Pages } from "./pages.tsx";
import { themeOf } from "./theme.ts";
import { useNotices } from "./use-notices.ts";

const dataProvider = createDataProvider(supabase);
const resources = features.map(({ name, routes }) => ({ name, list: routes[0]?.path }));
const options = {
  disableTelemetry: true,
  syncWithLocation: true,
  warnWhenUnsavedChanges: true,
  reactQuery: { clientConfig: { defaultOptions: { queries: { staleTime: 5_000, retry: 1 } } } },
};

export function Root() {
  const { dark } = useColorScheme();
  const { i18n } = useTranslation();
  return (
    <ConfigProvider theme={themeOf(dark)} locale={antdLocale(i18n.language)}>
      <App>
        <ErrorBoundary fallback={<PageFailed />}>
          <BrowserRouter>
            <SignedInApp />
          </BrowserRouter>
        </ErrorBoundary>
      </App>
    </ConfigProvider>
  );
}

function SignedInApp() {
  return (
    <Refine
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      routerProvider={routerProvider}
      notificationProvider={useNotices}
      resources={resources}
      options={options}
    >
      <OfflineBar />
      <Pages />
      <UnsavedChangesNotifier />
    </Refine>
  );
}
