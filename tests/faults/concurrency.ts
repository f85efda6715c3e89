/** Repeats `work` at the given concurrency for as long as `goesOn` allows. */
export async function runConcurrently(
  concurrency: number,
  goesOn: () => boolean,
  work: () => Promise<void>,
): Promise<void> {
  const slot = async () => {
    while (goesOn()) await work();
  };
  await Promise.all(Array.from({ length: concurrency }, slot));
}
