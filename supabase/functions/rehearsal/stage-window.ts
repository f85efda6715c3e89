/** The stage's signup window: passes it as a client would, without a browser. */
import { GraphFailure } from "#domain/graph/graph-failure.ts";
import type { SignupEnd } from "#domain/rehearsal/rehearse.ts";
import { GraphError } from "../../graph-simulator/graph-error.ts";
import { enterNumber, leaveCode, proveNumber } from "../../graph-simulator/signup/signup-flow.ts";
import type { Simulation } from "../../graph-simulator/simulation.ts";

/** Where the stage's window returns its code; secret and address work on the stage only. */
export const stageApp = { secret: "stage-secret", returnUrl: "https://stage.invalid/signup-return" };

/** Throws GraphFailure if the window refuses the number, with the refusal that adding the number would get. */
export function passStageWindow(simulation: Simulation, appId: string, phone: string): SignupEnd {
  const { state } = simulation;
  const services = { state, now: simulation.now() };
  try {
    const { number, proved } = enterNumber(services, appId, phone);
    if (!proved) proveNumber(services, number.id, state.inboxes[phone]?.at(-1)?.code ?? "");
    const code = leaveCode(services, appId, stageApp.returnUrl, number);
    return { code, wabaId: number.waba_id, phoneNumberId: number.id };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const { code, title } = error.shape;
    throw new GraphFailure(`The window refused ${code}`, {
      kind: "refused",
      status: 400,
      code,
      ...(title === undefined ? {} : { title }),
    });
  }
}
