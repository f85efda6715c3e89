/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { createSendMail } from "../_shared/mail/send-mail.ts";
import { appUrl, graphRuntime, mailRuntime, supabaseRuntime, tickSecret } from "../_shared/runtime.ts";
import { createTickHandler } from "./handler.ts";

const log = createLogger("tick");
const deps = { supabase: supabaseRuntime(), graph: graphRuntime(), log };

/** A mistake in the settings of the mail service stops no move. */
function configuredMail() {
  try {
    return mailRuntime();
  } catch (error) {
    log.error("mail_not_configured", { message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}
const mail = configuredMail();
const sendMail = mail && createSendMail(mail);

export default { fetch: createTickHandler({ ...deps, secret: tickSecret(), sendMail, appUrl: appUrl() }) };
