/** Subscribes our app to the destination: without it Meta refuses the number. Subscribing twice changes nothing. */
import { repeatLater } from "../failure-closing.ts";
import { required } from "../move-context.ts";
import { declareStep } from "../step-declaration.ts";

export const subscribeApp = declareStep({
  calls: ["subscribeApp"],
  deadlineSeconds: 18,
  repeatable: true,
  async run(input) {
    try {
      await input.graph.subscribeApp(required(input.move.destinationWabaId, "destination WABA"));
      return { outcome: "done", result: { appId: input.move.appId } };
    } catch (error) {
      return repeatLater(input, "subscribeApp", error);
    }
  },
});
