/** What a forecast of the templates says, as stored. */
import * as z from "zod/mini";

/** kept_by_api: kept only by the copy that Portdesk requests. at_risk: nobody can promise it. */
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
  /** Templates at the source; each language counts. */
  total: count,
  classes: z.record(z.enum(forecastClasses), count),
  reasons: z.partialRecord(z.enum(forecastReasons), count),
  /** Names and languages that the destination already has: nothing there is overwritten. */
  collisions: count,
  slots: z.object({
    limit: count,
    /** The facts for the higher limit could not be read, so the lower one is used. */
    assumed: z.boolean(),
    used: count,
    free: count,
    /** Templates that would take a slot. */
    wanted: count,
    /** How many of those fit; if not all do, Meta decides which. */
    fitting: count,
  }),
  /** After the copy no template can be added until some are deleted. */
  full: z.boolean(),
});
export type ForecastSummary = z.infer<typeof forecastSummary>;
