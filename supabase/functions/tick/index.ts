/** Entry point: the handler with its real services. */
import { createLogger } from "../_shared/log.ts";
import { createSendMail } from "../_shared/mail.ts";
import { appUrl, graphRuntime, mailRuntime, supabaseRuntime, tickSecret } from "../_shared/runtime.ts";
import { createTickHandler } from "./handler.ts";

const deps = { supabase: supabaseRuntime(), graph: graphRuntime(), log: createLogger("tick") };

const mail = mailRuntime();
const sendMail = mail && createSendMail(mail);

export default { fetch: createTickHandler({ ...deps, secret: tickSecret(), sendMail, appUrl: appUrl() }) };
