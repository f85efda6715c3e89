/** Which two readings are compared: the last of the source before the move, the last of the destination after it. */
import type { ProofRows } from "./proof-rows.ts";

type Reading = ProofRows["snapshots"][number];

/** A move that started again read the source again; what the first attempt saw is not what moved. */
export function readingPair(snapshots: readonly Reading[]): {
  before: Reading | undefined;
  after: Reading | undefined;
} {
  const last = (moment: Reading["moment"], side: Reading["side"]) =>
    inOrder(snapshots).findLast((one) => one.moment === moment && one.side === side);
  return { before: last("before", "source"), after: last("after", "destination") };
}

export function inOrder(snapshots: readonly Reading[]): Reading[] {
  return snapshots.toSorted(
    (a, b) => Date.parse(a.taken_at) - Date.parse(b.taken_at) || (a.side < b.side ? -1 : 1),
  );
}
