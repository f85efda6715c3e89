/** A fixed sequence in [0, 1) from a seed; real deaths vary in time, but their plan does not. */
export function sequence(seed: number): () => number {
  let state = seed % 4_294_967_296;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
