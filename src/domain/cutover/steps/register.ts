/**
 * The cut-over itself: one call per approval. Whether an unanswered call took effect is decided by the number's
 * status alone, never by repeating and never by a person; that it did nothing, by two readings a while apart.
 */
import { errorNumber, type FailureMeaning, meaningOf } from "../../exceptions/graph-error-table.ts";
import type { GraphFailure } from "../../graph/graph-failure.ts";
import type { Closing } from "../closing.ts";
import { exceptionOf, graphFailure, laterBy, stillUnknown, stop } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type Scene } from "../step-declaration.ts";

type RegisterScene = Scene<"register" | "readNumber">;

/** After 133016 Meta blocks the number, and every further call lengthens it. */
const freezeSeconds = 72 * 3600;

/** Statuses of a number that is registered with us, whatever else ails it; confirm_connected then watches it. */
const registered = new Set(["CONNECTED", "FLAGGED", "RESTRICTED", "RATE_LIMITED"]);
const unregistered = new Set(["PENDING", "UNVERIFIED", "DISCONNECTED", "DELETED", "MIGRATED", "BANNED"]);

export const register = declareStep({
  calls: ["register", "readNumber"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(scene: RegisterScene) {
    const { pin } = scene.secrets;
    if (pin === undefined) throw new Error("register runs only with a PIN");
    const phoneNumberId = required(scene.move.destinationPhoneNumberId, "destination number");
    try {
      await scene.graph.register({ phoneNumberId, pin });
      return { outcome: "done", result: {}, records: { pinShown: true } };
    } catch (error) {
      return refused(scene, graphFailure(error));
    }
  },
  async observe(scene: RegisterScene) {
    try {
      const status = await readStatus(scene);
      if (registered.has(status)) return { outcome: "done", result: {} };
      if (unregistered.has(status)) return notRegistered(scene);
      return {
        outcome: "unknown",
        waitSeconds: scene.timing.retry,
        exceptions: [exceptionOf("UNCLASSIFIED")],
      };
    } catch (error) {
      return stillUnknown(scene, "readNumber", error);
    }
  },
});

async function refused(scene: RegisterScene, failure: GraphFailure): Promise<Closing> {
  const meaning = meaningOf(failure.details, "register");
  if (meaning.unsure || failure.details.kind === "unavailable")
    return { ...(await unsure(scene, meaning, failure)), records: { pinShown: true } };
  // An earlier call may have landed after all: then this one is refused for what that one did.
  if (await isRegistered(scene)) return { outcome: "done", result: {}, records: { byEarlierCall: true } };
  const exceptions = [exceptionOf(meaning.code, failure)];
  const number = errorNumber(failure.details);
  if (number === 133016) return { outcome: "again", waitSeconds: freezeSeconds, exceptions };
  if (meaning.code === "PIN_LOCKED" && meaning.waitSeconds !== undefined)
    return { outcome: "again", waitSeconds: meaning.waitSeconds, exceptions };
  if (number === 133006) return { outcome: "again", resetTo: verifyingStep(scene), exceptions };
  if (meaning.retry !== "automatic") return stop(meaning.code, failure);
  return { outcome: "again", exceptions, waitSeconds: meaning.waitSeconds ?? scene.timing.retry };
}

async function unsure(
  scene: RegisterScene,
  meaning: FailureMeaning,
  failure: GraphFailure,
): Promise<Closing> {
  try {
    if (registered.has(await readStatus(scene))) return { outcome: "done", result: {} };
  } catch (error) {
    return stillUnknown(scene, "readNumber", error);
  }
  // The call may still be under way: only later readings may say that it did nothing.
  return { ...laterBy(scene, "unknown", meaning, failure), result: {}, waitSeconds: scene.timing.settle };
}

/** The first such reading may have come too early, so a second one decides. */
function notRegistered({ row, timing }: RegisterScene): Closing {
  return row.result?.["read"] === "unregistered"
    ? { outcome: "again", result: { error: "graph_unreachable" } }
    : { outcome: "unknown", result: { read: "unregistered" }, waitSeconds: timing.recheck };
}

/** False also where it cannot be read: the refusal stands. */
async function isRegistered(scene: RegisterScene): Promise<boolean> {
  try {
    return registered.has(await readStatus(scene));
  } catch (error) {
    graphFailure(error);
    return false;
  }
}

/** Where the number is proved to be the client's: by a code given here, or in the signup window. */
function verifyingStep({ move }: RegisterScene): "request_code" | "embedded_signup" {
  return move.steps.some(({ step }) => step === "embedded_signup") ? "embedded_signup" : "request_code";
}

async function readStatus({ graph, move }: RegisterScene): Promise<string> {
  const { status } = await graph.readNumber(required(move.destinationPhoneNumberId, "destination number"));
  return status ?? "";
}
