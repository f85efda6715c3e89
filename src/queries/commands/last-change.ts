/** Who changed a request last, and what: the explanation when someone acts on an outdated screen. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { useFormat } from "../../lib/format.ts";
import { momentText } from "./error-text.ts";
import { supabase } from "../../providers/supabase-client.ts";

const lastEvent = z.object({
  id: z.number(),
  kind: z.string(),
  actor_kind: z.enum(["member", "client", "engine"]),
  created_at: z.string(),
});

export type LastChange = z.infer<typeof lastEvent> & {
  /** The person's name; for staff only, and null for Portdesk itself or where nobody can be named. */
  name: string | null;
};

async function nameOf(request: string, event: number): Promise<string | null> {
  const { data } = await supabase.rpc("event_actors", { p_request: request });
  const person = z.record(z.string(), z.string()).safeParse(data).data?.[event];
  if (!person) return null;
  const [members, clients] = await Promise.all([
    supabase.from("members").select("name").eq("user_id", person).limit(1),
    supabase.from("client_members").select("name").eq("user_id", person).limit(1),
  ]);
  return (members.data?.[0] ?? clients.data?.[0])?.name ?? null;
}

/** Null where it cannot be read. */
export async function readLastChange(request: string): Promise<LastChange | null> {
  const { data } = await supabase
    .from("events")
    .select("id, kind, actor_kind, created_at")
    .eq("request_id", request)
    .order("id", { ascending: false })
    .limit(1)
    .maybeSingle();
  const event = lastEvent.safeParse(data).data;
  return event ? { ...event, name: await nameOf(request, event.id) } : null;
}

/** The last change up to this version of the request; null while loading. */
export function useLastChange(request: { id: string; version: number }): LastChange | null {
  const { data } = useQuery({
    queryKey: ["last-change", request.id, request.version],
    queryFn: () => readLastChange(request.id),
  });
  return data ?? null;
}

/** "Tom Ashdown, 14:02: Accepted". */
export function useChangeText(): (change: LastChange) => string {
  const { t } = useTranslation("domain");
  const format = useFormat();
  return ({ kind, actor_kind, created_at, name }) =>
    t("changed.what", {
      who: name ?? t(`changed.${actor_kind}`),
      when: momentText(created_at, format),
      what: t(`event.${kind}` as "event.request.draft"),
    });
}
