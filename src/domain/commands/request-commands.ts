/** Commands on one request. */
import * as z from "zod/mini";
import { emailAddress } from "../access/email-address.ts";
import { checkCatalogue } from "../checks/check-catalogue.ts";
import { isTimeZone, workingHours } from "../clocks/calendar.ts";
import { signupEndings, signupScreens } from "../cutover/signup-endings.ts";
import { manualSteps, steps } from "../cutover/step-catalogue.ts";
import { exceptionCodes } from "../exceptions/exception-codes.ts";
import { rejectionReasons, tracks, trackStates } from "../status/statuses.ts";
import { application } from "../requests/application.ts";
import { adviceGiven } from "../routes/advice-given.ts";
import { accountModels, routeAnswers } from "../routes/route-answers.ts";
import { routes } from "../routes/route-catalogue.ts";
import { templateSends } from "../templates/template-sends.ts";
import { withOutcome } from "./command.ts";

/** Request id and the version that the author of the command saw. */
const target = { request: z.uuid(), version: z.int() };
const note = z.string().check(z.trim(), z.minLength(1), z.maxLength(4000));
const optionalNote = z.nullish(z.string().check(z.maxLength(4000)));
const checkCode = z.enum(Object.keys(checkCatalogue) as [keyof typeof checkCatalogue]);
const exceptionCode = z.enum(exceptionCodes);
const window = {
  startsAt: z.iso.datetime({ offset: true }),
  endsAt: z.iso.datetime({ offset: true }),
};
const metaId = z.string().check(z.regex(/^\d{5,25}$/));

/** The request as it stands after the command. */
export const requestOutcome = z.object({
  id: z.uuid(),
  reference: z.string(),
  status: z.string(),
  version: z.int(),
});

export const requestCommands = withOutcome(requestOutcome, {
  create_draft: { input: z.object({ providerSlug: z.string(), application }), permission: "request.draft" },
  save_draft: { input: z.object({ ...target, application }), permission: "request.draft" },
  submit_request: { input: z.object(target), permission: "request.submit" },
  cancel_request: { input: z.object({ ...target, note: optionalNote }), permission: "request.cancel" },
  confirm_window: { input: z.object(target), permission: "window.confirm" },
  propose_window: {
    input: z.object({ ...target, ...window, note: z.nullish(z.string().check(z.maxLength(1000))) }),
    permission: "window.confirm",
  },
  set_client_hours: {
    input: z.object({
      ...target,
      hours: z.array(workingHours).check(z.minLength(1), z.maxLength(40)),
      timeZone: z.string().check(z.refine(isTimeZone, "unknown_time_zone")),
    }),
    permission: "window.confirm",
  },
  add_comment: {
    input: z.object({ request: z.uuid(), visibility: z.enum(["internal", "client"]), body: note }),
    permission: "comment.client",
  },
  accept_request: { input: z.object(target), permission: "request.accept" },
  reject_request: {
    input: z.object({ ...target, reason: z.enum(rejectionReasons), note: optionalNote }),
    permission: "request.reject",
  },
  ask_client: { input: z.object({ ...target, body: note }), permission: "request.ask" },
  open_exception: { input: z.object({ ...target, code: exceptionCode, note }), permission: "exception.open" },
  resolve_exception: {
    input: z.object({ ...target, code: exceptionCode, reason: note }),
    permission: "exception.settle",
  },
  assign_request: {
    input: z.object({ ...target, member: z.nullable(z.uuid()) }),
    permission: "request.assign",
  },
  hold_request: {
    input: z.object({ ...target, reason: z.nullable(z.string()) }),
    permission: "request.hold",
  },
  edit_facts: {
    input: z.object({
      ...target,
      facts: z.object({
        sourceBusinessId: z.optional(metaId),
        sourceWabaId: z.optional(metaId),
        sourcePhoneNumberId: z.optional(metaId),
        accountModel: z.optional(z.enum(accountModels)),
        platformAccount: z.optional(note),
        /** Only staff may change it. */
        contactName: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120))),
        contactEmail: z.optional(emailAddress),
        contactPhone: z.optional(z.string().check(z.trim(), z.maxLength(40))),
      }),
    }),
    permission: "request.edit",
  },
  choose_route: {
    input: z.object({
      ...target,
      route: z.enum(routes),
      connection: z.uuid(),
      /** Only R2 and R5 use an account that exists before the move. */
      destinationWabaId: z.nullish(metaId),
      /** Why staff take a route that the advisor refuses. */
      reason: optionalNote,
      advice: z.nullish(adviceGiven),
    }),
    permission: "request.edit",
  },
  answer_route_questions: {
    input: z.object({ ...target, answers: routeAnswers }),
    permission: "request.edit",
  },
  confirm_check: {
    input: z.object({
      ...target,
      code: checkCode,
      kind: z.enum(["document", "person"]),
      evidence: note,
      /** A person can fail only the checks that Meta does not answer. */
      outcome: z.optional(z.enum(["passed", "failed"])),
    }),
    permission: "check.confirm",
  },
  waive_check: {
    input: z.object({ ...target, code: checkCode, reason: note }),
    permission: "check.waive_soft",
  },
  schedule_request: {
    input: z.object({ ...target, ...window }),
    permission: "request.schedule",
  },
  accept_window: { input: z.object(target), permission: "request.schedule" },
  postpone_request: { input: z.object({ ...target, note: optionalNote }), permission: "request.postpone" },
  set_track: {
    input: z.object({ ...target, track: z.enum(tracks), state: z.enum(trackStates) }),
    permission: "track.set",
  },
  set_template_sends: {
    input: z.object({ ...target, sends: templateSends }),
    permission: "request.edit",
  },
  retry_templates: { input: z.object(target), permission: "cutover.retry" },
  complete_request: { input: z.object(target), permission: "request.complete" },
  approve_cutover: { input: z.object(target), permission: "cutover.second_approve" },
  start_cutover: { input: z.object(target), permission: "cutover.start" },
  abort_cutover: { input: z.object({ ...target, note: optionalNote }), permission: "cutover.abort" },
  retry_step: {
    input: z.object({
      ...target,
      step: z.enum(steps),
      /** Why staff cut a wait short. */
      reason: optionalNote,
    }),
    permission: "cutover.retry",
  },
  /** What the client's browser reports when the signup window ended without a result. */
  report_signup: {
    input: z.object({
      request: z.uuid(),
      ending: z.enum(signupEndings),
      screen: z.nullish(z.enum(signupScreens)),
      metaCode: z.nullish(z.string().check(z.regex(/^\d{1,12}$/))),
    }),
    permission: "signup.finish",
  },
  complete_manual_step: {
    input: z.object({
      ...target,
      step: z.enum(manualSteps),
      note,
      /** For steps that cannot be undone. */
      lastFour: z.nullish(z.string().check(z.regex(/^\d{4}$/))),
      /** For record_ids: where the number is at Meta now. */
      wabaId: z.nullish(metaId),
      phoneNumberId: z.nullish(metaId),
    }),
    permission: "step.complete",
  },
  resolve_outcome: {
    input: z.object({ ...target, step: z.enum(steps), happened: z.boolean() }),
    permission: "cutover.resolve",
  },
  acknowledge_alarm: {
    input: z.object({ ...target, alarm: z.uuid(), note }),
    permission: "alarm.acknowledge",
  },
  open_linked_request: {
    input: z.object({ ...target, alarm: z.uuid(), note }),
    permission: "alarm.acknowledge",
  },
  note_pin: {
    /** `pin`: the id that came with the PIN. */
    input: z.object({ request: z.uuid(), pin: z.uuid(), noted: z.boolean() }),
    permission: "pin.set",
  },
  ask_monitoring_check: { input: z.object(target), permission: "check.run" },
  confirm_integration: { input: z.object(target), permission: "integration.confirm" },
  fail_cutover: { input: z.object({ ...target, note }), permission: "cutover.fail" },
});
