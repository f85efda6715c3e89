/** Who agreed to what, and when: the date, the start, the code, the registration, the end. */
import * as z from "zod/mini";
import { type Step, steps } from "../../cutover/step-catalogue.ts";
import { section } from "../proof-section.ts";

/** Kinds of events in which a person permits something. */
export const approvalActions = [
  "request.submit",
  "window.confirm",
  "cutover.second_approve",
  "cutover.start",
  "code.request",
  "code.enter",
  "signup.finish",
  "cutover.approve",
  "step.complete",
  "step.complete_own",
  "cutover.resolve",
  "cutover.abort",
  "cutover.fail",
  "request.cancel",
  "request.complete",
] as const;
type Action = (typeof approvalActions)[number];

const sides = { member: "provider", client: "client", engine: "system" } as const;

export const approvals = section({
  schema: z.array(
    z.strictObject({
      action: z.enum(approvalActions),
      at: z.string(),
      by: z.enum(["provider", "client", "system"]),
      /** The person's name; in the staff's proof only. */
      name: z.nullable(z.string()),
      step: z.nullable(z.enum(steps)),
    }),
  ),
  build({ events, people }, variant) {
    const names = new Map(people.map(({ user_id, name }) => [user_id, name]));
    return events
      .toSorted((a, b) => a.id - b.id)
      .filter(({ visibility }) => variant === "staff" || visibility === "client")
      .flatMap((event) => {
        const action = approvalActions.find((one): one is Action => one === event.kind);
        if (!action) return [];
        const name = variant === "staff" && event.actor_id ? (names.get(event.actor_id) ?? null) : null;
        const step = variant === "staff" ? stepOf(event.data?.step) : null;
        return [{ action, at: event.created_at, by: sides[event.actor_kind], name, step }];
      });
  },
});

function stepOf(value: unknown): Step | null {
  return steps.find((one) => one === value) ?? null;
}
