/** Starts what the page of the address needs at once, instead of one after another as each part finds out. */
import i18next from "i18next";
import { matchPath } from "react-router";
import { accessQuery } from "../providers/access.ts";
import { queryClient } from "../providers/query-client.ts";
import { supabase } from "../providers/supabase-client.ts";
import { routes } from "./features.ts";
import { loadFrame, loadRefine, loadSignIn } from "./lazy-parts.ts";

/** Nothing fails here: whoever needs a part asks for it again, and reports its failure. */
function start(...parts: Promise<unknown>[]): void {
  for (const part of parts) part.catch(() => undefined);
}

/** Beside the shell's texts: the frame, the page with its texts, and who the person is. */
export function loadAhead(pathname: string): void {
  start(startPage(pathname));
}

async function startPage(pathname: string): Promise<void> {
  const route = routes.find(({ path }) => matchPath(path, pathname));
  const { data } = await supabase.auth.getSession();
  if (data.session) start(queryClient.prefetchQuery(accessQuery), loadRefine());
  if (route && (data.session || route.frame === "public"))
    start(loadFrame[route.frame](), route.page(), i18next.loadNamespaces(route.texts));
  else if (!data.session) start(loadFrame.public(), loadSignIn());
}
