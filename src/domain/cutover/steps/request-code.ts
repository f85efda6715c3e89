/** Has Meta send the code, once per person's go. Nothing can tell afterwards whether a code went out but the phone. */
import { meaningOf } from "../../exceptions/graph-error-table.ts";
import type { Closing } from "../closing.ts";
import { exceptionOf, graphFailure, stop } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep, type Scene } from "../step-declaration.ts";
import { lockSeconds, tryVerification } from "./verification.ts";

type CodeScene = Scene<"requestCode" | "readNumber">;

const verifiedAlready: Closing = { outcome: "skipped", result: {}, records: { skipped: ["verify_code"] } };

export const requestCode = declareStep({
  calls: ["requestCode", "readNumber"],
  deadlineSeconds: 18,
  repeatable: false,
  async run(scene: CodeScene) {
    const { method, language } = scene.authorisation ?? {};
    const way = method === "VOICE" ? "VOICE" : "SMS";
    try {
      await scene.graph.requestCode({
        phoneNumberId: required(scene.move.destinationPhoneNumberId, "destination number"),
        method: way,
        language: typeof language === "string" ? language : "en_US",
      });
      return { outcome: "done", result: { method: way } };
    } catch (error) {
      return refused(scene, error);
    }
  },
  observe: (scene: CodeScene) => askPerson(scene),
});

async function refused(scene: CodeScene, error: unknown): Promise<Closing> {
  const failure = graphFailure(error);
  const meaning = meaningOf(failure.details, "requestCode");
  if (meaning.unsure) return askPerson(scene, failure);
  // Meta says the same of a code that it did not send and of a number that needs none any more.
  if (
    meaning.code === "CODE_NOT_RECEIVED" &&
    (await tryVerification(scene.graph, scene.move)) === "verified"
  ) {
    return verifiedAlready;
  }
  const exceptions = [exceptionOf(meaning.code, failure)];
  const { waitSeconds } = meaning;
  if (meaning.code === "NOT_A_MIGRATION") return { outcome: "again", resetTo: "claim_number", exceptions };
  if (meaning.code === "CODE_ATTEMPTS_USED")
    return {
      outcome: "again",
      result: { error: "code_attempts_used" },
      waitSeconds: waitSeconds ?? lockSeconds,
      exceptions,
    };
  // It stays here, for as long as Meta says: nothing but a person's next try can tell whether the code goes out now.
  if (meaning.code === "CODE_NOT_RECEIVED")
    return waitSeconds === undefined
      ? { outcome: "again", result: { error: "code_not_sent" }, exceptions }
      : { outcome: "again", result: { error: "code_held_back" }, waitSeconds, exceptions };
  if (meaning.retry !== "automatic") return stop(meaning.code, failure);
  return { outcome: "again", exceptions, ...(waitSeconds === undefined ? {} : { waitSeconds }) };
}

async function askPerson(scene: CodeScene, failure?: Parameters<typeof exceptionOf>[1]): Promise<Closing> {
  const verification = await tryVerification(scene.graph, scene.move);
  if (verification === "verified") return verifiedAlready;
  return {
    outcome: "unknown",
    result: { verification },
    exceptions: [exceptionOf("OUTCOME_UNKNOWN", failure)],
  };
}
