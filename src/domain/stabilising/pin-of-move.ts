/** What became of the PIN that a move gave to its number; the same as private.is_pin_known where no other was set since. */

/** Times are ISO; `pin_shown_at`: when a PIN of the step went to the person who approved it. */
type Register = { state: string; called_at: string | null; pin_shown_at: string | null };

/** by_hand: the desk did not register the number, so whoever did it chose the PIN. unseen: nobody was ever shown it. */
export type PinOfMove = "shown" | "unseen" | "by_hand";

export function pinOfMove(register: Register | undefined): PinOfMove {
  if (register?.state !== "done") return "by_hand";
  const { called_at: calledAt, pin_shown_at: shownAt } = register;
  if (shownAt === null) return "unseen";
  return calledAt === null || Date.parse(shownAt) >= Date.parse(calledAt) ? "shown" : "unseen";
}
