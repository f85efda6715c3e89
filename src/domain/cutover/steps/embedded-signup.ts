/**
 * The client has been through the signup window. What their browser says of it is a hint; what the token that Meta
 * gives for the window's code may really do, and which numbers its account really holds, decide.
 */
import { neededScopes } from "../../access/token-scopes.ts";
import { meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GrantFacts, SignupGrant } from "../../graph/graph-port.ts";
import { isSameNumber } from "../../requests/phone-number.ts";
import type { Closing } from "../closing.ts";
import { sharingOf, takeBaseline } from "../evidence.ts";
import { exceptionOf, graphFailure, stop } from "../failure-closing.ts";
import { declareStep, type Scene } from "../step-declaration.ts";

type SignupScene = Scene<"exchangeSignupCode" | "listNumbers">;
type Hint = { wabaId: string; phoneNumberId: string };

export const embeddedSignup = declareStep({
  calls: ["exchangeSignupCode", "listNumbers"],
  deadlineSeconds: 14,
  repeatable: false,
  async run(scene: SignupScene) {
    const { signupCode } = scene.secrets;
    if (signupCode === undefined) throw new Error("embedded_signup runs only with a code");
    try {
      return await granted(scene, await scene.graph.exchangeSignupCode(signupCode));
    } catch (error) {
      const failure = graphFailure(error);
      // Meta's answer to a code that is wrong, used or too old.
      if (failure.details.kind === "refused" && failure.details.code === 100) return again("signup_refused");
      const { code, retry, unsure, waitSeconds } = meaningOf(failure.details, "exchangeSignupCode");
      if (retry !== "automatic" && !unsure) return stop(code, failure);
      // Codes live for seconds: whatever was disturbed, the client opens the window again, but not before Meta's wait is over.
      return {
        ...again("signup_interrupted"),
        exceptions: [exceptionOf(code, failure)],
        ...(waitSeconds === undefined ? {} : { waitSeconds }),
      };
    }
  },
  /** The token of a lost answer is lost with it, and nothing at Meta has changed: the window can be opened again. */
  observe: () => Promise.resolve(again("signup_interrupted")),
});

const again = (error: string): Closing => ({ outcome: "again", result: { error } });

async function granted(scene: SignupScene, grant: SignupGrant): Promise<Closing> {
  const { move, authorisation } = scene;
  const hint = hintOf(authorisation);
  const facts = await grant.inspect();
  if (!facts.isValid || facts.appId !== move.appId) return again("signup_refused");
  if (neededScopes.some((permission) => facts.accounts[permission] === undefined))
    return again("signup_scope_missing");
  if (!hint || hint.wabaId === move.sourceWabaId || !isGranted(facts, hint.wabaId))
    return again("signup_not_granted");

  const numbers = await grant.listNumbers(hint.wabaId);
  const ours = numbers.find(({ id }) => id === hint.phoneNumberId);
  if (!ours || !isSameNumber(ours.displayPhoneNumber, move.phoneNumber)) return again("signup_other_number");
  const business = (await grant.readWaba(hint.wabaId)).ownerBusinessId;
  const expected = move.snapshots.before?.waba?.ownerBusinessId ?? move.sourceBusinessId;
  if (!business || (expected && business !== expected)) {
    return { ...again("signup_other_business"), exceptions: [exceptionOf("DIFFERENT_BUSINESS")] };
  }
  const claimed = { ...move, destinationPhoneNumberId: ours.id };
  const before = await takeBaseline(scene.graph, claimed, ours);
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

/** Every needed permission must reach the account; one for which Meta names no accounts reaches none for certain. */
function isGranted({ accounts }: GrantFacts, wabaId: string): boolean {
  return neededScopes.every((permission) => accounts[permission]?.includes(wabaId) ?? false);
}

function hintOf(authorisation: SignupScene["authorisation"]): Hint | null {
  const { wabaId, phoneNumberId } = authorisation ?? {};
  return typeof wabaId === "string" && typeof phoneNumberId === "string" ? { wabaId, phoneNumberId } : null;
}
