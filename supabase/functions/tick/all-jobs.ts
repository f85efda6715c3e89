/** Portdesk's automatic work, in parallel: moves, mails, each job that waits for Meta, and the rest in sequence. */
import type { EngineServices } from "../_shared/engine/engine-services.ts";
import type { Logger } from "../_shared/log.ts";
import type { SendMail } from "../_shared/mail.ts";
import { createMonitoringChecksJob } from "./jobs/monitoring-checks-job.ts";
import { auditJob } from "./jobs/audit-job.ts";
import { calendarsJob } from "./jobs/calendars-job.ts";
import type { TokenKeys } from "../_shared/tokens/token-crypto.ts";
import type { Job } from "./jobs/job.ts";
import { clientMailsJob } from "./jobs/client-mails-job.ts";
import { clocksJob } from "./jobs/clocks-job.ts";
import { headsJob } from "./jobs/heads-job.ts";
import { invitationsJob } from "./jobs/invitations-job.ts";
import { createProbesJob } from "./jobs/probes-job.ts";
import { createReadingJob } from "./jobs/reading-job.ts";
import { createResealJob } from "./jobs/reseal-job.ts";
import { templateReadingsJob } from "./jobs/template-readings-job.ts";
import { tokenNoticesJob } from "./jobs/token-notices-job.ts";
import { webhooksJob } from "./jobs/webhooks-job.ts";
import { windowsJob } from "./jobs/windows-job.ts";

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
  const others = [
    // First, because it is quick and must not wait for Meta.
    auditJob(services.jobs, now),
    { name: "conflicts", work: () => services.jobs.reportConflicts(100) },
    { name: "unsent_mails", work: () => services.jobs.reportUnsentMails(100) },
    { name: "interrupted_commands", work: () => services.jobs.closeInterruptedCommands(100) },
    // Webhooks report what the moves wait for.
    webhooksJob(services.webhooks, now, log),
    windowsJob(services.jobs),
    calendarsJob(services.jobs, now, log),
    clocksJob(services.jobs),
    { name: "sweep", work: () => services.jobs.sweep(1000) },
    createResealJob(services.connections, keys, log),
  ];
  // Meta may be slow to answer any of these.
  const readings = [
    createProbesJob(services, log),
    createReadingJob(services, log),
    templateReadingsJob(services, log),
    createMonitoringChecksJob(services, now, log),
  ];
  return [[moves], mails, others, ...readings.map((job) => [job])];
}
