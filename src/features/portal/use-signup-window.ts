/** Opens the provider's signup window, listens to it, and hands what it leaves to the desk. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import * as z from "zod/mini";
import { CommandError } from "../../providers/command-error.ts";
import { useErrorText } from "../../providers/error-text.ts";
import { postToFunction } from "../../providers/function-call.ts";
import { useRefresh } from "../../providers/refresh.ts";
import type { PortalRequest } from "./portal-request.ts";
import { readReturn, readSessionEvent, type SignupHint } from "./signup-session.ts";

const place = z.object({ url: z.url(), origins: z.array(z.string()) });
const answer = z.object({ state: z.string(), error: z.optional(z.string()) });

export type SignupPhase = "ready" | "blocked" | "open" | "cancelled" | "checking";

export function useSignupWindow({ id, version }: Pick<PortalRequest, "id" | "version">) {
  const errorText = useErrorText();
  const refresh = useRefresh();
  const [phase, setPhase] = useState<SignupPhase>("ready");
  const [problem, setProblem] = useState<string>();
  // Proves that a code comes from the window that this page has opened.
  const [nonce] = useState(() => crypto.randomUUID());
  const left = useRef<{ hint?: SignupHint; code?: string }>({});
  const query = useQuery({
    queryKey: ["signup-window", id],
    queryFn: async () => place.parse(await (await postToFunction("signup-window", { request: id })).json()),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const data = query.data;
  const address = useMemo(() => {
    if (!data) return undefined;
    const url = new URL(data.url);
    url.searchParams.set("state", nonce);
    return url.href;
  }, [data, nonce]);

  useEffect(() => {
    const finish = async () => {
      const { hint, code } = left.current;
      if (!hint || code === undefined) return;
      left.current = {};
      setPhase("checking");
      try {
        const body = { act: "finish_signup", request: id, version, code, ...hint };
        const { error } = answer.parse(await (await postToFunction("cutover", body)).json());
        if (error) setProblem(errorText(new CommandError(error)));
      } catch (error) {
        setProblem(errorText(error instanceof CommandError ? error : new CommandError("internal")));
      } finally {
        setPhase("ready");
        void refresh();
      }
    };
    const hear = (event: MessageEvent) => {
      if (data?.origins.includes(event.origin)) {
        const said = readSessionEvent(event.data);
        if (said?.kind === "finished") left.current.hint = said.hint;
        else if (said) setPhase("cancelled");
      }
      if (event.origin === window.location.origin) {
        const back = readReturn(event.data);
        if (back?.state !== nonce) return;
        if (back.code === null) setPhase("cancelled");
        else left.current.code = back.code;
      }
      void finish();
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, [data, nonce, id, version, errorText, refresh]);

  const open = () => {
    if (address === undefined) return;
    left.current = {};
    setProblem(undefined);
    const popup = window.open(address, "portdesk-signup", "popup,width=640,height=780");
    setPhase(popup ? "open" : "blocked");
  };
  const unavailable = query.error
    ? errorText(query.error instanceof CommandError ? query.error : new CommandError("internal"))
    : undefined;
  return { phase, problem, unavailable, address, open, loading: query.isLoading, retry: query.refetch };
}
