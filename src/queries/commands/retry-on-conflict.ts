/** For acts that hold whatever else changed in the request: refused for an older version alone, they are sent once more. */
import { CommandError } from "../../providers/command-error.ts";

/** `act` is given the version of the request to name. Throws what it throws. */
export async function retryOnConflict<T>(
  version: number,
  action: (version: number) => Promise<T>,
): Promise<T> {
  try {
    return await action(version);
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== "version_conflict" || !error.hint) throw error;
    return action(Number(error.hint));
  }
}
