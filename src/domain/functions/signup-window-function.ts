/** Where the provider's signup window opens for a request, and whose messages the browser may trust. */
import * as z from "zod/mini";
import type { EdgeFunction } from "./edge-function.ts";

export const signupWindowFunction = {
  name: "signup-window",
  request: z.object({ request: z.uuid() }),
  /** The browser adds its own `state` to `url`. */
  answer: z.object({ url: z.url(), origins: z.array(z.string()) }),
} as const satisfies EdgeFunction;
