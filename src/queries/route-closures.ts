/** The spans that a request's route closes to windows, as the database judges them. */
import type { Period } from "#domain/clocks/periods.ts";
import * as z from "zod/mini";
import { useRpc } from "./rpc.ts";

const closures = z.pipe(
  z.array(z.object({ startsAt: z.string(), endsAt: z.string() })),
  z.transform((rows): Period[] =>
    rows.map(({ startsAt, endsAt }) => ({ start: Date.parse(startsAt), end: Date.parse(endsAt) })),
  ),
);

/** `data`: undefined until they are read, anew for each screen: an earlier answer could offer what is closed now. */
export function useRouteClosures(request: { id: string }) {
  const args = { p_request: request.id };
  return useRpc("route_closures", args, {
    schema: closures,
    live: { resource: "migration_requests" },
    forget: true,
  });
}
