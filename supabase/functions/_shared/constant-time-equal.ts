/** Whether two texts are the same; takes as long for any guess, since digests are compared and not the texts. */
export async function constantTimeEqual(given: string, expected: string): Promise<boolean> {
  const [a = new Uint8Array(), b = new Uint8Array()] = await Promise.all(
    [given, expected].map(async (text) => {
      return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    }),
  );
  return a.reduce((difference, byte, index) => difference | (byte ^ (b[index] ?? 0)), 0) === 0;
}
