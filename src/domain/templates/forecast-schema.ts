/** What a forecast of the templates says, as it is stored. */
import * as z from "zod/mini";

/** kept_by_api: only the copy that Portdesk asks for takes it. at_risk: nobody can promise it. */
export const forecastClasses = ["kept", "kept_by_api", "at_risk", "lost"] as const;
export type ForecastClass = (typeof forecastClasses)[number];

export const forecastReasons = [
  "high_quality",
  "not_rated_yet",
  "already_there",
  "no_room",
  "name_taken",
  "category_unknown",
  "quality_unknown",
  "status_unknown",
  "low_quality",
  "pending",
  "rejected",
  "paused",
  "disabled",
  "not_approved",
] as const;
export type ForecastReason = (typeof forecastReasons)[number];

const count = z.int();

export const forecastSummary = z.object({
  /** Templates of the source; each language counts. */
  total: count,
  classes: z.record(z.enum(forecastClasses), count),
  reasons: z.partialRecord(z.enum(forecastReasons), count),
  /** Names and languages that the destination has already: nothing there is overwritten. */
  collisions: count,
  slots: z.object({
    limit: count,
    /** The facts behind the higher limit could not be read, so the lower one is taken. */
    assumed: z.boolean(),
    used: count,
    free: count,
    /** Templates that would take a slot. */
    wanted: count,
    /** Of those, how many fit; which ones is up to Meta when it is not all. */
    fitting: count,
  }),
  /** After the copy no template can be added before some are deleted. */
  full: z.boolean(),
});
export type ForecastSummary = z.infer<typeof forecastSummary>;
