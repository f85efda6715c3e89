/** Does `work` again and again in so many lanes side by side, for as long as `goesOn` says. */
export async function runConcurrently(
  lanes: number,
  goesOn: () => boolean,
  work: () => Promise<void>,
): Promise<void> {
  const lane = async () => {
    while (goesOn()) await work();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
