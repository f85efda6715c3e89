/** Tells a client's browser where the provider's signup window opens for their request, and which origins to trust. */
import { currentStep } from "#domain/cutover/move-context.ts";
import { signupWindowFunction } from "#domain/functions/signup-window-function.ts";
import { refusalOf } from "../_shared/database/database-error.ts";
import { createEngineServices, type EngineServicesDeps } from "../_shared/engine/engine-services.ts";
import { answer, authorizationOf, type Handler, readJson, serve } from "../_shared/http.ts";
import { inputOf } from "../_shared/input.ts";
import { Refusal } from "#domain/commands/refusal.ts";
import { createUserClient } from "../_shared/database/user-client.ts";

/**
 * POST {"request"} → 200 {"url", "origins"}; the browser adds its own `state`. Refuses with invalid_input, with
 * request_not_found if the person may not read the request, step_not_due if the request does not wait for a window, and
 * signup_not_configured if the provider has none.
 */
export function createSignupWindowHandler(deps: EngineServicesDeps): Handler {
  const { supabase, graph, log, fetch } = deps;
  const { store } = createEngineServices(deps);
  return serve("POST", log, async (request) => {
    const authorization = authorizationOf(request);
    const { request: id } = inputOf(signupWindowFunction.request, await readJson(request));
    const client = createUserClient(supabase, authorization, fetch);
    const { data, error } = await client.from("migration_requests").select("id").eq("id", id).maybeSingle();
    if (error) throw refusalOf(error, log);
    const context = data === null ? null : await store.readContext(id);
    if (!context) throw new Refusal(404, "request_not_found");
    if (currentStep(context.move)?.step !== "embedded_signup") throw new Refusal(409, "step_not_due");
    const { access, signupConfigId } = context;
    if (!access || !signupConfigId || !graph.signup || graph.appSecret === undefined) {
      throw new Refusal(409, "signup_not_configured");
    }
    const { url, origins, returnUrl } = graph.signup;
    const address = new URL(url);
    const parameters = {
      client_id: access.appId,
      config_id: signupConfigId,
      redirect_uri: returnUrl,
      response_type: "code",
      override_default_response_type: "true",
      // The login configuration with its products makes it version 4, whose extras are empty (Meta, Embedded Signup
      // versions).
      extras: "{}",
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return answer(signupWindowFunction, { url: address.href, origins: [...origins] });
  });
}
