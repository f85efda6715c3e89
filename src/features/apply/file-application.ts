/** Files an application as a draft, then submits it: a refusal loses nothing that was typed. */
import type {
  CommandInput,
  CommandName,
  CommandOutcome,
  RequestOutcome,
} from "#domain/commands/command-catalogue.ts";
import type { Application } from "#domain/requests/application.ts";

export type RunCommand = <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
) => Promise<CommandOutcome<Name>>;

export type Draft = Pick<RequestOutcome, "id" | "version" | "reference">;

/** `kept` is a draft that remains although the submission was refused, with the refusal. */
export type Filing = { filed: RequestOutcome } | { kept: Draft; refusal: unknown };

/** Throws if the draft is refused: nothing was stored then. `onDraft` receives the draft as soon as it is stored. */
export async function fileApplication(
  run: RunCommand,
  providerSlug: string,
  application: Application,
  draft: Draft | undefined,
  onDraft: (draft: Draft) => void,
): Promise<Filing> {
  const saved = draft
    ? await run("save_draft", { request: draft.id, version: draft.version, application })
    : await run("create_draft", { providerSlug, application });
  onDraft(saved);
  try {
    return { filed: await run("submit_request", { request: saved.id, version: saved.version }) };
  } catch (refusal) {
    return { kept: saved, refusal };
  }
}
