/** What the go for a cut-over waits for: the same questions as start_cutover asks in the database, in its order. */

export type GoFacts = {
  onHold: boolean;
  /** Whether it is in doubt who may decide about the number. */
  contested: boolean;
  windowConfirmed: boolean;
  /** ms since 1970. */
  window: { start: number; end: number } | null;
  /** Whether the route was chosen for the accounts that the request names now. */
  routeStands: boolean;
  hardChecksOpen: boolean;
  /** When Meta was last read for the checks; ms since 1970. */
  checksReadAt: number | null;
  secondApproval: { required: boolean; by: string | null };
  /** The person who would start it. */
  person: string;
  now: number;
};

export const goQuestions = [
  "not_on_hold",
  "window_confirmed",
  "window_open",
  "route_stands",
  "hard_checks",
  "checks_fresh",
  "second_approval",
  "not_contested",
] as const;
export type GoQuestion = (typeof goQuestions)[number];

export type GoAnswer = { question: GoQuestion; go: boolean; refusal: string };

const minute = 60_000;
/** So long before the window the go may be given. */
const early = 15 * minute;
/** So old may the checks be when the window begins: the reading of the hour before, with some leave. */
const freshness = 90 * minute;

/** `refusal`: the code with which the database refuses. Questions that do not arise are left out. */
export function goNoGo(facts: GoFacts): GoAnswer[] {
  const { window: agreed, now, checksReadAt, secondApproval } = facts;
  const begins = agreed?.start ?? Number.POSITIVE_INFINITY;
  const isOver = agreed !== null && now > agreed.end;
  const own = secondApproval.by === facts.person;
  const answers: GoAnswer[] = [
    { question: "not_on_hold", go: !facts.onHold, refusal: "on_hold" },
    { question: "window_confirmed", go: facts.windowConfirmed, refusal: "window_not_confirmed" },
    {
      question: "window_open",
      go: now >= begins - early && !isOver,
      refusal: isOver ? "window_over" : "window_not_open",
    },
    { question: "route_stands", go: facts.routeStands, refusal: "route_outdated" },
    { question: "hard_checks", go: !facts.hardChecksOpen, refusal: "checks_open" },
    {
      question: "checks_fresh",
      go: checksReadAt !== null && checksReadAt >= Math.min(begins, now) - freshness,
      refusal: "checks_old",
    },
  ];
  if (secondApproval.required) {
    const refusal = own ? "second_approval_own" : "second_approval_missing";
    answers.push({ question: "second_approval", go: secondApproval.by !== null && !own, refusal });
  }
  return [...answers, { question: "not_contested", go: !facts.contested, refusal: "number_contested" }];
}
