/** Asks a server under a host name of one's choice, as a page whose name was made to lead there would. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";

export async function statusAs(host: string, url: string): Promise<number | undefined> {
  const [answer]: IncomingMessage[] = await once(get(url, { headers: { host } }), "response");
  answer?.resume();
  return answer?.statusCode;
}
