/** The outermost frame: theme, language, Refine and the routes. */
import { StyleProvider } from "@ant-design/cssinjs";
import { Refine } from "@refinedev/core";
import routerProvider, { UnsavedChangesNotifier } from "@refinedev/react-router";
import { App, ConfigProvider } from "antd";
import { useTranslation } from "react-i18next";
import { BrowserRouter } from "react-router";
import { accessQuery } from "../providers/access.ts";
import { createAccessControlProvider } from "../providers/access-control.ts";
import { authProvider } from "../providers/auth-provider.ts";
import { createDataProvider } from "../providers/data-provider.ts";
import { postByName } from "../providers/function-client.ts";
import { antdLocale } from "../providers/i18n.ts";
import { createPollingProvider } from "../providers/live-provider.ts";
import { useNotificationProvider } from "../providers/notify.ts";
import { queryClient } from "../providers/query-client.ts";
import { i18nProvider } from "../providers/refine-i18n.ts";
import { supabase } from "../providers/supabase-client.ts";
import { useColorScheme } from "../ui/color-scheme.ts";
import { ErrorBoundary } from "../ui/error-boundary.tsx";
import { resources } from "./features.ts";
import { OfflineBar } from "./frame/offline-bar.tsx";
import { PageFailed } from "./page-failed.tsx";
import { Pages } from "./pages.tsx";
import { themeOf } from "../ui/theme/theme.ts";

const dataProvider = createDataProvider(supabase, postByName);
const liveProvider = createPollingProvider();
const accessControlProvider = createAccessControlProvider(() => queryClient.ensureQueryData(accessQuery));
const options = {
  disableTelemetry: true,
  syncWithLocation: true,
  warnWhenUnsavedChanges: true,
  reactQuery: { clientConfig: queryClient },
  liveMode: "auto" as const,
};

export function Root() {
  const { dark } = useColorScheme();
  const { i18n } = useTranslation();
  return (
    // antd's styles in a layer: whatever the order of the files, our own styles come after them.
    <StyleProvider layer>
      <ConfigProvider theme={themeOf(dark)} locale={antdLocale(i18n.language)}>
        <App>
          <ErrorBoundary fallback={<PageFailed />}>
            <BrowserRouter>
              <SignedInApp />
            </BrowserRouter>
          </ErrorBoundary>
        </App>
      </ConfigProvider>
    </StyleProvider>
  );
}

function SignedInApp() {
  return (
    <Refine
      dataProvider={dataProvider}
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      routerProvider={routerProvider}
      accessControlProvider={accessControlProvider}
      liveProvider={liveProvider}
      notificationProvider={useNotificationProvider}
      resources={[...resources]}
      options={options}
    >
      <OfflineBar />
      <Pages />
      <UnsavedChangesNotifier />
    </Refine>
  );
}
