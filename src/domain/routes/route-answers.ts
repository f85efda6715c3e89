/** What only people know about an account. A missing answer means unknown, which is an answer of its own. */
import * as z from "zod/mini";

const currency = z.string().check(z.regex(/^[A-Z]{3}$/));

export const accountModels = ["old", "new"] as const;
export type AccountModel = (typeof accountModels)[number];
export const yesOrNo = ["yes", "no"] as const;
/** accepted: Meta shows exactly ACCEPTED; asked: anything in between. */
export const intentStates = ["none", "asked", "accepted"] as const;
export const accountOwners = ["client", "old_provider"] as const;
export const twoStepStates = ["on", "off"] as const;

export const routeAnswers = z.strictObject({
  /** Whether Meta has split the account into number and messaging accounts. */
  accountModel: z.optional(z.enum(accountModels)),
  /** The Tech Provider stays and only the Solution Partner behind it changes. */
  onlyPartnerChanges: z.optional(z.enum(yesOrNo)),
  intent: z.optional(z.enum(intentStates)),
  accountOwner: z.optional(z.enum(accountOwners)),
  /** According to the client; what Meta shows takes precedence. */
  twoStep: z.optional(z.enum(twoStepStates)),
  sourceCurrency: z.optional(currency),
  destinationCurrency: z.optional(currency),
  /** The last day on which a paid message was sent, as YYYY-MM-DD. */
  lastPaidMessage: z.optional(z.union([z.iso.date(), z.literal("never")])),
});
export type RouteAnswers = z.infer<typeof routeAnswers>;
export type RouteQuestion = keyof RouteAnswers;

/**
 * Reads the stored answers; an absent or unintelligible one is no answer. What the client said about the account's
 * model is used where staff have not answered: enough for advice, never for what a step of the move proves.
 */
export function readRouteAnswers(stored: unknown, reported: AccountModel | null = null): RouteAnswers {
  const parsed = routeAnswers.safeParse(stored);
  return { ...(reported && { accountModel: reported }), ...(parsed.success && parsed.data) };
}
