/** Commands on a provider: its settings, members and invitations. */
import * as z from "zod/mini";
import { emailAddress } from "../access/email-address.ts";
import { memberRoles } from "../access/permissions.ts";
import { isTimeZone, localDate, workingHours } from "../clocks/calendar.ts";
import { clockCodes } from "../clocks/clock-catalogue.ts";
import { withOutcome } from "./command.ts";

const memberRole = z.enum(memberRoles);

const invited = {
  email: emailAddress,
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(120)),
};

export const providerOutcome = z.object({ id: z.uuid() });

export const providerCommands = withOutcome(providerOutcome, {
  halt_moves: {
    input: z.object({
      provider: z.uuid(),
      reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
    }),
    permission: "moves.halt",
  },
  resume_moves: {
    input: z.object({ provider: z.uuid() }),
    permission: "moves.resume",
  },
  save_calendar: {
    input: z.object({
      provider: z.uuid(),
      timeZone: z.string().check(z.refine(isTimeZone, "unknown_time_zone")),
      country: z.string().check(z.regex(/^[A-Z]{2}$/)),
      hours: z.array(workingHours).check(z.minLength(1), z.maxLength(40)),
      observeHolidays: z.boolean(),
      closedDays: z.array(localDate).check(z.maxLength(366)),
    }),
    permission: "settings.manage",
  },
  set_clock_target: {
    input: z.object({
      provider: z.uuid(),
      code: z.enum(clockCodes),
      minutes: z.int().check(z.minimum(1), z.maximum(525_600)),
    }),
    permission: "settings.manage",
  },
  revoke_connection: {
    input: z.object({ provider: z.uuid(), connection: z.uuid() }),
    permission: "connection.manage",
  },
  set_number_limit: {
    input: z.object({
      provider: z.uuid(),
      connection: z.uuid(),
      limit: z.nullable(z.int().check(z.minimum(1), z.maximum(10_000))),
    }),
    permission: "connection.manage",
  },
  state_programmatic: {
    input: z.object({ provider: z.uuid(), connection: z.uuid(), allowed: z.boolean() }),
    permission: "connection.manage",
  },
  save_probe: {
    input: z.object({
      provider: z.uuid(),
      /** E.164; the provider's own number, on an account that its connections reach. */
      phoneNumber: z.string().check(z.regex(/^\+[1-9]\d{6,14}$/)),
      phoneNumberId: z.string().check(z.regex(/^\d{5,25}$/)),
      templateName: z.string().check(z.regex(/^[a-z0-9_]{1,512}$/)),
      templateLanguage: z.string().check(z.regex(/^[a-z]{2,3}(_[A-Z]{2})?$/)),
      intervalSeconds: z.int().check(z.minimum(5), z.maximum(600)),
    }),
    permission: "settings.manage",
  },
  end_probe: {
    input: z.object({ provider: z.uuid() }),
    permission: "settings.manage",
  },
  set_second_approval: {
    input: z.object({ provider: z.uuid(), required: z.boolean() }),
    permission: "settings.manage",
  },
  set_second_factor: {
    input: z.object({ provider: z.uuid(), admins: z.boolean(), cutover: z.boolean() }),
    permission: "settings.manage",
  },
  invite_member: {
    input: z.object({ provider: z.uuid(), ...invited, role: memberRole }),
    permission: "member.manage",
  },
  invite_client_member: {
    input: z.object({ provider: z.uuid(), client: z.uuid(), ...invited }),
    permission: "member.manage",
  },
  withdraw_invitation: {
    input: z.object({ provider: z.uuid(), invitation: z.uuid() }),
    permission: "member.manage",
  },
  accept_invitation: { input: z.object({ invitation: z.uuid() }), permission: null },
  set_member_role: {
    input: z.object({ provider: z.uuid(), member: z.uuid(), role: memberRole }),
    permission: "member.manage",
  },
  end_member: {
    input: z.object({ provider: z.uuid(), member: z.uuid() }),
    permission: "member.manage",
  },
  end_client_member: {
    input: z.object({ provider: z.uuid(), member: z.uuid() }),
    permission: "member.manage",
  },
});
