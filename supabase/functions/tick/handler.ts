/** Runs the work that is due by itself; the local ticker or cron calls it every few seconds. */
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { type Handler, json, serve } from "../_shared/http.ts";
import type { SendMail } from "../_shared/mail/send-mail.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { constantTimeEqual } from "../_shared/constant-time-equal.ts";
import { doJobs } from "./jobs/job.ts";
import { jobsOf } from "./all-jobs.ts";

export type TickDeps = EngineServicesDeps & {
  secret: string;
  /** Undefined if there is no mail service. */
  sendMail?: SendMail | undefined;
  /** Where people sign in; if undefined, mails leave it out. */
  appUrl?: string | undefined;
  /** How long one call may start work: cron's interval, so that each call polls until the next one. */
  milliseconds?: number;
};

/**
 * POST with x-portdesk-tick → 200 {"worked": how much was done}; 403 not_permitted without the secret. It polls for due
 * moves until its time is up; with ?once, for callers that call every second, it ends when none is due.
 */
export function createTickHandler({
  secret,
  sendMail,
  appUrl,
  milliseconds = 10_000,
  ...deps
}: TickDeps): Handler {
  const services = { ...createEngineServices(deps), sendMail, appUrl };
  const jobs = (staysOn: boolean) => jobsOf(services, deps.graph.tokenKeys, Date.now, deps.log, staysOn);
  const [staying, passing] = [jobs(true), jobs(false)];
  return serve("POST", deps.log, async (request) => {
    if (!(await constantTimeEqual(request.headers.get("x-portdesk-tick") ?? "", secret)))
      throw new Refusal(403, "not_permitted");
    const concurrency = new URL(request.url).searchParams.has("once") ? passing : staying;
    const done = await Promise.all(concurrency.map((slot) => doJobs(slot, milliseconds, Date.now, deps.log)));
    const worked = done.reduce((sum, count) => sum + count, 0);
    if (worked > 0) deps.log.info("ticked", { worked });
    return json({ worked });
  });
}
