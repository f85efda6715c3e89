/** What became of the PIN that a move gave its number; as private.is_pin_known if no other was set since. */

/** Times are ISO. `pin_set_at`: when the step's PIN became the number's; `pin_shown_at`: when its person noted it. */
type Register = {
  state: string;
  called_at: string | null;
  pin_set_at: string | null;
  pin_shown_at: string | null;
};

/**
 * by_hand: Portdesk did not register the number, so whoever did chose the PIN. old_provider: they served the number
 * together with us, and its PIN is the one they know. unseen: nobody has noted it.
 */
export type PinOfMove = "shown" | "unseen" | "by_hand" | "old_provider";

/** `sharedAt`: since when both providers served the number, if ever. */
export function pinOfMove(register: Register | undefined, sharedAt: string | null): PinOfMove {
  if (sharedAt !== null) return "old_provider";
  if (register?.state !== "done") return "by_hand";
  const { called_at: calledAt, pin_set_at: setAt, pin_shown_at: shownAt } = register;
  if (setAt === null || shownAt === null || Date.parse(shownAt) < Date.parse(setAt)) return "unseen";
  return calledAt === null || Date.parse(setAt) >= Date.parse(calledAt) ? "shown" : "unseen";
}
