import { expect, it, vi } from "vitest";
import { retryOnConflict } from "./retry-on-conflict.ts";
import { CommandError } from "../../providers/command-error.ts";

it("retries once with the newer version if only the version was wrong", async () => {
  const action = vi.fn<(version: number) => Promise<string>>(async (version) => {
    if (version < 9) throw new CommandError("version_conflict", "9");
    return "taken";
  });
  expect(await retryOnConflict(7, action)).toBe("taken");
  expect(action.mock.calls).toEqual([[7], [9]]);
});

it("gives up when the request changes again, and repeats no other refusal", async () => {
  const conflict = vi.fn<() => Promise<never>>(() =>
    Promise.reject(new CommandError("version_conflict", "9")),
  );
  await expect(retryOnConflict(7, conflict)).rejects.toMatchObject({ code: "version_conflict" });
  expect(conflict).toHaveBeenCalledTimes(2);
  const refused = vi.fn<() => Promise<never>>(() => Promise.reject(new CommandError("step_not_due", "9")));
  await expect(retryOnConflict(7, refused)).rejects.toMatchObject({ code: "step_not_due" });
  expect(refused).toHaveBeenCalledTimes(1);
});
