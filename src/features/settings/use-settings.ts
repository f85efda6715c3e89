/** The provider with its calendar, refetched while the calendar is being worked out. */
import type { WorkingHours } from "#domain/clocks/calendar.ts";
import { useOne } from "@refinedev/core";
import type { Pace } from "../../providers/live-provider.ts";

export type Settings = {
  id: string;
  time_zone: string;
  country: string;
  second_approval: boolean;
  second_factor_admins: boolean;
  second_factor_cutover: boolean;
  calendar: {
    hours: WorkingHours[];
    observe_holidays: boolean;
    closed_days: string[];
    holidays: { date: string; name: string }[];
    changed_at: string;
    built_at: string | null;
  };
};

type ProviderRow = Omit<Settings, "calendar"> & { provider_calendars: Settings["calendar"] | null };

export function useSettings(providerId: string) {
  const { result, query } = useOne<ProviderRow>({
    resource: "providers",
    id: providerId,
    meta: {
      select:
        "id, time_zone, country, second_approval, second_factor_admins, second_factor_cutover, provider_calendars(*)",
    },
    queryOptions: { enabled: providerId !== "" },
    liveParams: { pace: "job" satisfies Pace },
  });
  const settings: Settings | undefined = result?.provider_calendars
    ? { ...result, calendar: result.provider_calendars }
    : undefined;
  return { settings, query };
}
