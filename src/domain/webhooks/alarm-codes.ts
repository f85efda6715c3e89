/** What can happen to a number after its move, by Meta's report or a monitoring check, and failed mails and jobs. */

export type AlarmEntry = {
  /** Shown in red: the number, its protection or the client's messages are at stake. */
  urgent: boolean;
  /** Matters only once the number is registered here; until then it is part of the preparation. */
  afterRegister?: true;
};

const urgent: AlarmEntry = { urgent: true };
const mild: AlarmEntry = { urgent: false };

export const alarmCatalogue = {
  QUALITY_DROPPED: urgent,
  TEMPLATE_STOPPED: urgent,
  TEMPLATE_QUALITY_LOW: urgent,
  TEMPLATE_DELETED: urgent,
  TEMPLATE_ARCHIVED: mild,
  TEMPLATE_AT_RISK: mild,
  TEMPLATE_LIMIT_REACHED: mild,
  TEMPLATE_CATEGORY_CHANGED: urgent,
  TEMPLATE_CATEGORY_CHANGING: mild,
  PARTNER_REMOVED: urgent,
  ACCOUNT_RESTRICTED: urgent,
  CALLS_RESTRICTED: mild,
  DIRECT_SEND_RESTRICTED: mild,
  ACCOUNT_VIOLATED: urgent,
  ACCOUNT_BANNED: urgent,
  ACCOUNT_REJECTED: urgent,
  ACCOUNT_GONE: urgent,
  ACCOUNT_OFFBOARDED: mild,
  NAME_REJECTED: urgent,
  TWO_STEP_RESET_REQUESTED: { urgent: true, afterRegister: true },
  TWO_STEP_SWITCHED_OFF: { urgent: true, afterRegister: true },
  PIN_CHANGED: { urgent: true, afterRegister: true },
  NUMBER_CHANGED: urgent,
  READINGS_FAILED: urgent,
  WEBHOOK_UNREAD: urgent,
  MAIL_UNSENT: mild,
  JOB_FAILED: urgent,
} satisfies Record<string, AlarmEntry>;

export type AlarmCode = keyof typeof alarmCatalogue;

/** What a report from Meta does: the alarm that it raises and the ones that it ends. */
export type Outcome = { alarm: AlarmCode | null; lifts: readonly AlarmCode[] };
