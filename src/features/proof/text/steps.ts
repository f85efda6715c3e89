/** When each step of the move began and ended. */
import type { Render } from "./block.ts";

export const renderSteps: Render<"steps"> = (steps, { t, time, number }) => {
  if (steps.length === 0) return [{ kind: "text", text: t("nothing.steps") }];
  return [
    {
      kind: "table",
      label: t("section.steps"),
      head: [t("step.name"), t("step.state"), t("step.tries"), t("step.began"), t("step.ended")],
      rows: steps.map(({ step, state, attempts, startedAt, finishedAt }) => [
        t(`domain:step.${step}.title`),
        t(`domain:step_state.${state}`),
        number(attempts),
        time(startedAt),
        time(finishedAt),
      ]),
    },
  ];
};
