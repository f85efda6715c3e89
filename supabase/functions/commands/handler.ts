/** Takes a command of the catalogue from a signed-in person, checks its input and has the database carry it out as them. */
import { commandOutcome, lastingRefusal } from "#domain/commands/command-catalogue.ts";
import { settingsCatalogue, settingsOutcome } from "#domain/commands/settings-catalogue.ts";
import * as z from "zod/mini";
import { refusalOf } from "../_shared/database-error.ts";
import { authorizationOf, type Handler, json, readJson, serve } from "../_shared/http.ts";
import type { Logger } from "../_shared/log.ts";
import { Refusal } from "../_shared/refusal.ts";
import type { SupabaseRuntime } from "../_shared/runtime.ts";
import { createUserClient } from "../_shared/user-client.ts";
import { type AnyCommand, checkedInput, commandInputs } from "./command-input.ts";

export type CommandsDeps = { supabase: SupabaseRuntime; log: Logger; fetch?: typeof fetch };

const envelope = z.object({ command: z.string(), input: z.optional(z.unknown()) });

/** The monthly sends of some thousand templates are the longest input. */
const mostBytes = 512 * 1024;

/**
 * POST {"command", "input"} → 200 with what it changed, as it stands after the command.
 * Refuses with bad_json, unknown_command, invalid_input (with fields), and with whatever the database refuses.
 */
export function createCommandsHandler({ supabase, log, fetch }: CommandsDeps): Handler {
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const body = envelope.safeParse(await readJson(request, mostBytes));
    if (!body.success || !isCommand(body.data.command)) throw new Refusal(400, "unknown_command");
    const { command } = body.data;
    const parameters = checkedInput(command, body.data.input);

    const client = createUserClient(supabase, authorization, fetch);
    const { data, error } = await client.rpc(command, parameters);
    if (error) throw refusalOf(error, log);
    const refusal = lastingRefusal.safeParse(data);
    if (refusal.success) throw new Refusal(409, refusal.data.refused);
    const isSettings = Object.hasOwn(settingsCatalogue, command);
    const outcome = (isSettings ? settingsOutcome : commandOutcome).parse(data);
    log.info("done", { command, [isSettings ? "provider" : "request"]: outcome.id });
    return json(outcome);
  });
}

function isCommand(name: string): name is AnyCommand {
  return Object.hasOwn(commandInputs, name);
}
