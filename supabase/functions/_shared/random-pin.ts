/** Generates PINs that nobody can guess. */

/** Six digits without bias: values from the top of the range that does not divide evenly are discarded. */
export function randomPin(): string {
  const top = 4_294_000_000;
  for (;;) {
    const [value = top] = crypto.getRandomValues(new Uint32Array(1));
    if (value < top) return String(value % 1_000_000).padStart(6, "0");
  }
}
