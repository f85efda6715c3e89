/** Tables from which nothing is swept, and why: each new table must appear in private.retention or here. */

const listing = (tables: string, reason: string) =>
  tables.split(/\s+/).map((table) => [table, reason] as const);

export const keptTables: Record<string, string> = Object.fromEntries([
  ...listing(
    `public.migration_requests public.request_list public.request_staff_data public.batches public.checks public.check_staff_data public.comments public.cutover_steps public.events
     public.exception_payloads public.message_sightings public.request_alarms public.request_exceptions public.snapshots
     public.template_forecasts public.template_readings public.templates public.monitoring_checks public.rehearsals
     private.intents private.source_proofs`,
    "What became of a number: the proof of a move is drawn from it years later. Persons in it are erased by command.",
  ),
  ...listing(
    "public.pin_settings public.test_messages",
    "What people did to a number, a few rows for each; never a PIN, and only the last four digits of other numbers.",
  ),
  ...listing(
    "public.members public.client_members public.clients public.providers",
    "The people behind the ids that other rows name; the people themselves are erased by command.",
  ),
  ...listing(
    `public.old_providers public.tariffs public.clock_targets public.meta_connections public.probe_settings
     public.provider_calendars private.connection_tokens private.halts`,
    "A provider's settings, kept as long as requests were judged by them; a revoked connection's token goes with it.",
  ),
  ...listing("public.exports", "Who took what out must be known whenever somebody asks."),
  ...listing("public.open_periods", "Time is counted over them for as long as there are requests."),
  ...listing(
    "public.audit_rows public.audit_values private.audit_heads",
    "The chain is append-only; values are erased subject by subject.",
  ),
  ...listing(
    "private.audit_intake private.audit_pending",
    "Empties itself: sealed, or closed with its change.",
  ),
  ...listing("private.probe_templates", "One row for a measured move: what its messages were sent by."),
  ...listing("private.graph_pauses", "One row for each account that had to rest, overwritten by the next."),
  ...listing(
    "private.elapsed_clocks private.due_times",
    "The clocks of a whole request, and its next due times, a row for each, as its changes left them.",
  ),
  ...listing(
    "private.clock_notices private.window_notices private.token_notices",
    "Records that a notice was sent; without the row it would be sent again.",
  ),
  ...listing(
    "private.reference_counters private.reading_settings private.move_settings",
    "One row for a provider, or for all.",
  ),
  ...listing(
    "private.request_tallies",
    "A number for each status of a provider; the sweep adds its rows up.",
  ),
  ...listing(
    `private.alarm_catalogue private.audit_plain_fields private.check_catalogue private.clock_catalogue private.exception_catalogue private.notice_catalogue
     private.permissions private.rate_limits private.retention private.route_needless_checks private.route_steps private.step_catalogue
     private.transitions`,
    "A catalogue, which only migrations change.",
  ),
]);
