/** Accepts a catalogue command from a signed-in person, validates it and has the database run it as that person. */
import { commandsFunction } from "#domain/functions/commands-function.ts";
import { commandCatalogue, isCommandName, lastingRefusal } from "#domain/commands/command-catalogue.ts";
import { createCall } from "../_shared/database/call.ts";
import { authorizationOf, type Handler, json, readJson, serve } from "../_shared/http.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import type { SupabaseRuntime } from "../_shared/runtime.ts";
import { createUserClient } from "../_shared/database/user-client.ts";
import { checkedInput } from "./command-input.ts";

export type CommandsDeps = { supabase: SupabaseRuntime; log: Logger; fetch?: typeof fetch };

/** The longest input is the monthly sends of some thousand templates. */
const maxBytes = 512 * 1024;

/**
 * POST {"command", "input"} → 200 with what it changed, as it stands after the command.
 * Refuses with bad_json, unknown_command, invalid_input (with fields), and the database's refusals.
 */
export function createCommandsHandler({ supabase, log, fetch }: CommandsDeps): Handler {
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const body = commandsFunction.request.safeParse(await readJson(request, maxBytes));
    if (!body.success || !isCommandName(body.data.command)) throw new Refusal(400, "unknown_command");
    const { command } = body.data;
    const parameters = checkedInput(command, body.data.input);

    const call = createCall(createUserClient(supabase, authorization, fetch), log);
    const answer = await call(command, parameters);
    const refusal = lastingRefusal.safeParse(answer);
    if (refusal.success) throw new Refusal(409, refusal.data.refused);
    const outcome = commandCatalogue[command].outcome.parse(answer);
    log.info("done", { command, ["reference" in outcome ? "request" : "provider"]: outcome.id });
    return json(outcome);
  });
}
