/** The documents behind the checks. A rule that no document establishes is ours and is marked so. */

export type CheckRule = {
  /** meta: one of Meta's pages; plan: the countries' numbering plans; portdesk: our own rule. */
  by: "meta" | "plan" | "portdesk";
  source: string;
  /** When it was read, as year-month-day. */
  read: string;
};

const guides = "https://developers.facebook.com/documentation/business-messaging/whatsapp";

export const rules = {
  migration: {
    by: "meta",
    source: `${guides}/solution-providers/support/migrating-phone-numbers-among-solution-partners-programmatically`,
    read: "2026-11-23",
  },
  twoStep: {
    by: "meta",
    source: `${guides}/business-phone-numbers/two-step-verification/`,
    read: "2026-11-23",
  },
  numbers: { by: "plan", source: "https://github.com/google/libphonenumber", read: "2026-11-23" },
  portdesk: { by: "portdesk", source: "Portdesk", read: "2026-11-23" },
} as const satisfies Record<string, CheckRule>;
