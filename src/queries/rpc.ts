/** Reads the results of database functions as Refine reads everything else: one key, one refresh, one failure. */
import { useCustom, useSubscription } from "@refinedev/core";
import { useMemo } from "react";
import * as z from "zod/mini";
import type { Database } from "../../supabase/database.types.ts";
import type { Pace } from "../providers/live-provider.ts";

type Functions = Database["public"]["Functions"];

type Options<Schema> = {
  /** The shape of the answer; anything else is an error. Create it once, outside the component. */
  schema: Schema;
  enabled?: boolean;
  /** Refetched whenever this resource may have changed. */
  live?: { resource: string; pace?: Pace };
  /** Forgets the answer when nothing on the screen needs it: the next reader waits for a new one. */
  forget?: boolean;
};

/** `data` is undefined until it is read. */
export function useRpc<Name extends keyof Functions, Schema extends z.ZodMiniType>(
  name: Name,
  args: Functions[Name]["Args"],
  { schema, enabled = true, live, forget = false }: Options<Schema>,
) {
  const { query } = useCustom({
    url: `rpc/${name}`,
    method: "post",
    config: { payload: args },
    queryOptions: { enabled, ...(forget && { gcTime: 0 }) },
    errorNotification: false,
  });
  const { data: answer, refetch, isLoading } = query;
  useSubscription({
    channel: `resources/${live?.resource ?? ""}`,
    enabled: enabled && live !== undefined,
    params: { pace: live?.pace },
    onLiveEvent: () => void refetch({ cancelRefetch: false }),
  });
  const read = useMemo(() => answer && z.safeParse(schema, answer.data), [answer, schema]);
  return { data: read?.data, isError: query.isError || read?.success === false, isLoading, refetch };
}
