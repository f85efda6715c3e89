/** The database commands that the tick's jobs use. */
import { invitedRoles } from "#domain/access/permissions.ts";
import { workingHours } from "#domain/clocks/calendar.ts";
import type { Period } from "#domain/clocks/periods.ts";
import * as z from "zod/mini";
import { goodRows } from "../database/good-rows.ts";
import type { CallFunction } from "../database/call.ts";

const calendarSchema = z.object({
  providerId: z.string(),
  timeZone: z.string(),
  country: z.string(),
  hours: z.array(workingHours),
  observeHolidays: z.boolean(),
  /** YYYY-MM-DD. */
  closedDays: z.array(z.string()),
  changedAt: z.string(),
  /** The start of the open periods to compute. */
  from: z.string(),
});
export type StaleCalendar = z.infer<typeof calendarSchema>;

const headDue = z.object({
  provider: z.string(),
  name: z.string(),
  locale: z.enum(["en", "ru"]),
  seq: z.int(),
  hash: z.string(),
  /** The admins' e-mail addresses. */
  to: z.array(z.string()),
});
export type HeadDue = z.infer<typeof headDue>;

const invitationDue = z.object({
  id: z.string(),
  /** The provider's name. */
  provider: z.string(),
  /** The company that they will act for; null if they will work for the provider. */
  client: z.nullable(z.string()),
  locale: z.enum(["en", "ru"]),
  to: z.string(),
  role: z.enum(invitedRoles),
  expiresAt: z.string(),
});
export type InvitationDue = z.infer<typeof invitationDue>;

/** The changes that Portdesk mails clients about. */
export const clientMailKinds = [
  "clock.reminder_1",
  "clock.reminder_2",
  "clock.reminder_3",
  "clock.client_silent",
  "window.day_before",
  "window.hour_before",
  "request.ask",
  "request.schedule",
] as const;

const clientMailDue = z.object({
  id: z.string(),
  kind: z.enum(clientMailKinds),
  request: z.string(),
  /** The provider's name and its office's e-mail address. */
  provider: z.string(),
  office: z.string(),
  locale: z.enum(["en", "ru"]),
  to: z.string(),
  /** E.164. */
  phone: z.string(),
  /** The start of the window; null if there is none. */
  startsAt: z.nullable(z.string()),
  timeZone: z.string(),
  /** Whether the number has moved. */
  moved: z.boolean(),
});
export type ClientMailDue = z.infer<typeof clientMailDue>;

/** A public holiday; `date`: YYYY-MM-DD. */
export type Holiday = { date: string; name: string };

export type JobStore = {
  /** Announces windows that are near and reports missed ones; returns how many. */
  announceWindows(limit: number): Promise<number>;
  /** Reminds, chases, escalates and expires drafts; returns how much it did. */
  keepClocks(limit: number): Promise<number>;
  /** Opens exceptions for requests that ask for the same number; returns how many conflicts it reported. */
  reportConflicts(limit: number): Promise<number>;
  /** Raises an alarm for each mail that could not be sent for two days; resolves to how many. */
  reportUnsentMails(limit: number): Promise<number>;
  /** Counts a job's failure on a row and sets the row aside; `row` is the id of the request or provider. */
  noteFailure(job: string, row: string, message: string): Promise<void>;
  /** Closes PIN and message commands whose function was interrupted; returns how many. */
  closeInterruptedCommands(limit: number): Promise<number>;
  /** Seals audit entries into their chains, up to the limit for each provider; returns how many in all. */
  sealAudit(limit: number): Promise<number>;
  /** Heads of the audit chains that are due for publication outside. */
  auditHeadsDue(): Promise<HeadDue[]>;
  notePublishedHead(provider: string, seq: number): Promise<void>;
  /** Invitations not yet mailed, oldest first. */
  dueInvitations(): Promise<InvitationDue[]>;
  noteMailedInvitation(id: string): Promise<void>;
  /** Mails due to clients, those not yet tried first. */
  dueClientMails(): Promise<ClientMailDue[]>;
  noteClientMail(id: string): Promise<void>;
  /** Deletes what has passed its retention period; resolves to the number of rows. */
  sweep(limit: number): Promise<number>;
  staleCalendars(): Promise<StaleCalendar[]>;
  storeOpenPeriods(
    calendar: StaleCalendar,
    periods: readonly Period[],
    holidays: readonly Holiday[],
  ): Promise<void>;
};

export function createJobStore(call: CallFunction): JobStore {
  return {
    async announceWindows(limit) {
      return z.int().parse(await call("engine_announce_windows", { p_limit: limit }));
    },
    async keepClocks(limit) {
      return z.int().parse(await call("engine_keep_clocks", { p_limit: limit }));
    },
    async reportConflicts(limit) {
      return z.int().parse(await call("engine_report_conflicts", { p_limit: limit }));
    },
    async reportUnsentMails(limit) {
      return z.int().parse(await call("engine_report_unsent_mails", { p_limit: limit }));
    },
    async noteFailure(job, row, message) {
      await call("engine_note_failure", { p_job: job, p_row: row, p_error: message });
    },
    async closeInterruptedCommands(limit) {
      return z.int().parse(await call("engine_close_interrupted_commands", { p_limit: limit }));
    },
    async sweep(limit) {
      return z.int().parse(await call("engine_sweep", { p_limit: limit }));
    },
    async sealAudit(limit) {
      return z.int().parse(await call("engine_seal_audit", { p_limit: limit }));
    },
    async auditHeadsDue() {
      return goodRows(headDue, await call("engine_audit_heads_due", {}), "engine_audit_heads_due");
    },
    async notePublishedHead(provider, seq) {
      await call("engine_note_published_head", { p_provider: provider, p_seq: seq });
    },
    async dueInvitations() {
      return goodRows(invitationDue, await call("engine_due_invitations", {}), "engine_due_invitations");
    },
    async noteMailedInvitation(id) {
      await call("engine_note_mailed_invitation", { p_invitation: id });
    },
    async dueClientMails() {
      return goodRows(clientMailDue, await call("engine_due_client_mails", {}), "engine_due_client_mails");
    },
    async noteClientMail(id) {
      await call("engine_note_client_mail", { p_id: id });
    },
    async staleCalendars() {
      return goodRows(calendarSchema, await call("engine_stale_calendars", {}), "engine_stale_calendars");
    },
    async storeOpenPeriods({ providerId, changedAt }, periods, holidays) {
      await call("engine_store_open_periods", {
        p_provider: providerId,
        p_changed_at: changedAt,
        p_periods: periods,
        p_holidays: holidays,
      });
    },
  };
}
