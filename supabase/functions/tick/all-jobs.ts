/** Portdesk's automatic work, in parallel: moves, mails, each job that waits for Meta, and the rest in sequence. */
import type { EngineServices } from "../_shared/engine/engine-services.ts";
import type { Logger } from "../_shared/log.ts";
import type { SendMail } from "../_shared/mail/send-mail.ts";
import { createMonitoringChecksJob } from "./jobs/monitoring-checks-job.ts";
import { auditJob } from "./jobs/audit-job.ts";
import { calendarsJob } from "./calendar/calendars-job.ts";
import type { TokenKeys } from "../_shared/tokens/token-crypto.ts";
import type { Job } from "./jobs/job.ts";
import { clientMailsJob } from "./mails/client-mails-job.ts";
import { countedJob } from "./jobs/counted-job.ts";
import { headsJob } from "./mails/heads-job.ts";
import { invitationsJob } from "./mails/invitations-job.ts";
import { createProbesJob } from "./jobs/probes-job.ts";
import { createReadingJob } from "./jobs/reading-job.ts";
import { createResealJob } from "./jobs/reseal-job.ts";
import { templateReadingsJob } from "./jobs/template-readings-job.ts";
import { tokenNoticesJob } from "./mails/token-notices-job.ts";
import { webhooksJob } from "./jobs/webhooks-job.ts";

type JobServices = EngineServices & {
  sendMail: SendMail | undefined;
  /** Where people sign in, for the mails. */
  appUrl: string | undefined;
};

/** `now`: ms since 1970; `staysOn`: whether the moves keep polling for work until their time is up. */
export function jobsOf(
  services: JobServices,
  keys: TokenKeys,
  now: () => number,
  log: Logger,
  staysOn: boolean,
): readonly (readonly Job[])[] {
  const moves: Job = {
    name: "moves",
    work: (milliseconds) => services.engine.workDue(milliseconds, staysOn),
  };
  // A mail service that hangs delays mail alone; each mail job has its share of the time, so that none takes it all.
  const mails = [
    { ...invitationsJob(services, services.appUrl, log), share: 1 / 2 },
    { ...clientMailsJob(services, services.appUrl, log), share: 2 / 3 },
    { ...tokenNoticesJob(services, services.appUrl, log), share: 1 / 2 },
    headsJob(services, log),
  ];
  const { call } = services;
  const others = [
    // First, because it is quick and must not wait for Meta.
    auditJob(call, now),
    // Opens exceptions for requests that ask for the same number.
    countedJob("conflicts", call, "engine_report_conflicts", 100),
    // Raises an alarm for each mail that could not be sent for two days.
    countedJob("unsent_mails", call, "engine_report_unsent_mails", 100),
    // PIN and message commands whose function was interrupted.
    countedJob("interrupted_commands", call, "engine_close_interrupted_commands", 100),
    // Webhooks report what the moves wait for.
    webhooksJob(services.webhooks, now, log),
    // Announces agreed windows that are a day or an hour away, and reports missed ones.
    countedJob("windows", call, "engine_announce_windows", 100),
    calendarsJob(call, now, log),
    // Reminds, chases, escalates and lets drafts expire, when their clocks say so.
    countedJob("clocks", call, "engine_keep_clocks", 100),
    // Deletes what has passed its retention period.
    countedJob("sweep", call, "engine_sweep", 1000),
    createResealJob(services.connections, keys, log),
  ];
  // Meta may be slow to answer any of these.
  const readings = [
    createProbesJob(services, log),
    createReadingJob(services, now, log),
    templateReadingsJob(services, log),
    createMonitoringChecksJob(services, now, log),
  ];
  return [[moves], mails, others, ...readings.map((job) => [job])];
}
