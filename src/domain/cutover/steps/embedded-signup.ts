/**
 * The client has been through the signup window. The browser's report of it is a hint; the actual permissions of the
 * token that Meta gives for the window's code, and the actual numbers of its account, decide.
 */
import { neededScopes } from "../../access/token-scopes.ts";
import { meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailureDetails } from "../../graph/graph-failure.ts";
import type { GrantFacts, NumberFacts, SignupGrant } from "../../graph/graph-port.ts";
import { isSameNumber } from "../../requests/phone-number.ts";
import type { Closing } from "../closing.ts";
import { isRegistered, sharingOf, takeBaseline } from "../evidence.ts";
import { exceptionOf, graphFailure, stop } from "../failure-closing.ts";
import { declareStep, type StepInput } from "../step-declaration.ts";

type SignupInput = StepInput<"exchangeSignupCode" | "listNumbers">;
type Hint = { wabaId: string; phoneNumberId: string };

export const embeddedSignup = declareStep({
  calls: ["exchangeSignupCode", "listNumbers"],
  deadlineSeconds: 14,
  repeatable: false,
  async run(input: SignupInput) {
    const { signupCode } = input.secrets;
    if (signupCode === undefined) throw new Error("embedded_signup runs only with a code");
    try {
      return await granted(input, await input.graph.exchangeSignupCode(signupCode));
    } catch (error) {
      const failure = graphFailure(error);
      // Meta's answer to a code that is wrong, used or too old.
      if (failure.details.kind === "refused" && failure.details.code === 100) return again("signup_refused");
      const { code, retry, unsure, waitSeconds } = meaningOf(failure.details, "exchangeSignupCode");
      if (retry !== "automatic" && !unsure) return stop(code, failure);
      // Codes live for seconds: whatever failed, the client opens the window again, but not before Meta's wait is
      // over.
      return {
        ...again("signup_interrupted"),
        exceptions: [exceptionOf(code, failure)],
        ...(waitSeconds === undefined ? {} : { waitSeconds }),
      };
    }
  },
  /** A lost answer loses its token, and nothing at Meta has changed: the window can be opened again. */
  observe: () => Promise.resolve(again("signup_interrupted")),
});

const again = (error: string): Closing => ({ outcome: "again", result: { error } });

async function granted(input: SignupInput, grant: SignupGrant): Promise<Closing> {
  const { move, authorisation } = input;
  const hint = hintOf(authorisation);
  const facts = await grant.inspect();
  if (!facts.isValid || facts.appId !== move.appId) return again("signup_refused");
  if (neededScopes.some((permission) => !facts.permissions.includes(permission)))
    return again("signup_scope_missing");
  if (!hint || hint.wabaId === move.sourceWabaId || isLeftOut(facts, hint.wabaId))
    return again("signup_not_granted");
  const account = await readAccount(grant, hint.wabaId);
  if (account === null) return again("signup_not_granted");

  const ours = account.numbers.find(({ id }) => id === hint.phoneNumberId);
  if (!ours || !isSameNumber(ours.displayPhoneNumber, move.phoneNumber)) return again("signup_other_number");
  const business = account.waba.ownerBusinessId;
  const expected = move.snapshots.before?.waba?.ownerBusinessId ?? move.sourceBusinessId;
  if (!business || (expected && business !== expected)) {
    return { ...again("signup_other_business"), exceptions: [exceptionOf("DIFFERENT_BUSINESS")] };
  }
  if (isUnverified(ours)) return again("signup_number_unverified");
  const claimed = { ...move, destinationPhoneNumberId: ours.id };
  const before = await takeBaseline(input.graph, claimed, ours);
  const sharing = sharingOf(claimed, before);
  if (move.route === "R0" && sharing === null) return stop("NOT_SHARED");
  return {
    outcome: "done",
    result: { wabaId: hint.wabaId, phoneNumberId: ours.id, before, ...(sharing ? { sharing } : {}) },
    records: {
      phoneNumberId: ours.id,
      signup: { ...grant.token, wabaId: hint.wabaId, businessId: business },
      ...(sharing ? { shared: true as const } : {}),
    },
  };
}

/** Meta lists the accounts that a permission reaches, and this one is missing. */
function isLeftOut({ accounts }: GrantFacts, wabaId: string): boolean {
  return neededScopes.some((permission) => accounts[permission]?.includes(wabaId) === false);
}

/** The account as the token itself reads it, which proves that it is reachable; null where Meta refuses. */
async function readAccount(grant: SignupGrant, wabaId: string) {
  try {
    return { numbers: await grant.listNumbers(wabaId), waba: await grant.readWaba(wabaId) };
  } catch (error) {
    if (isOutOfReach(graphFailure(error).details)) return null;
    throw error;
  }
}

/** Meta's codes for a missing permission, and for an object that is gone or hidden from the token. */
function isOutOfReach({ kind, code = 0 }: GraphFailureDetails): boolean {
  return kind === "refused" && ([3, 10, 33, 100].includes(code) || (code >= 200 && code <= 299));
}

/**
 * People may finish with an unverified number (Meta, Embedded Signup versions, v3 and v4, 2026-06). A number that
 * already works needs no verification; one whose verification has merely expired is left for `register` to refuse.
 */
function isUnverified({ codeVerificationStatus, status }: NumberFacts): boolean {
  return codeVerificationStatus === "NOT_VERIFIED" && !isRegistered(status);
}

function hintOf(authorisation: SignupInput["authorisation"]): Hint | null {
  const { wabaId, phoneNumberId } = authorisation ?? {};
  return typeof wabaId === "string" && typeof phoneNumberId === "string" ? { wabaId, phoneNumberId } : null;
}
