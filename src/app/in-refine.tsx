/** Refine around the pages of signed-in people, which no visitor's page loads. */
import { Refine } from "@refinedev/core";
import routerProvider, { UnsavedChangesNotifier } from "@refinedev/react-router";
import type { ReactNode } from "react";
import { accessQuery } from "../providers/access.ts";
import { createAccessControlProvider } from "../providers/access-control.ts";
import { authProvider } from "../providers/auth-provider.ts";
import { createDataProvider } from "../providers/data-provider.ts";
import { postByName } from "../providers/function-client.ts";
import { createPollingProvider } from "../providers/live-provider.ts";
import { useNotificationProvider } from "../providers/notify.ts";
import { queryClient } from "../providers/query-client.ts";
import { i18nProvider } from "../providers/refine-i18n.ts";
import { supabase } from "../providers/supabase-client.ts";
import { resources } from "./features.ts";

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

export function InRefine({ children }: { children: ReactNode }) {
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
      {children}
      <UnsavedChangesNotifier />
    </Refine>
  );
}
