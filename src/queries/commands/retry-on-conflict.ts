/** Repeats commands that hold whatever else changed in the request once, if only an older version refused them. */
import { CommandError } from "../../providers/command-error.ts";

/** `act` receives the request version to name. Rethrows its errors. */
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
