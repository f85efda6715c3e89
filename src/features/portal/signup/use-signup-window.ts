/** Opens the provider's signup window, listens to it, and passes on what it leaves. */
import { cutoverFunction } from "#domain/functions/cutover-function.ts";
import { signupWindowFunction } from "#domain/functions/signup-window-function.ts";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { asCommandError, CommandError } from "../../../providers/command-error.ts";
import { useErrorText } from "../../../queries/commands/error-text.ts";
import { callFunction } from "../../../providers/function-client.ts";
import { useRefresh } from "../../../queries/commands/refresh.ts";
import type { PortalRequest } from "../portal-request.ts";
import { reportSignupEnd } from "./report-signup-end.ts";
import { readReturn, readSessionEvent, type SignupEnd, type SignupHint } from "./signup-session.ts";

/** How long a code waits for the window to report what it is for, in ms. Meta's codes live for 30 seconds. */
const silence = 10_000;

export type SignupPhase = "ready" | "blocked" | "open" | "ended" | "checking";

type Left = { hint?: SignupHint; code?: string; end?: SignupEnd };

export function useSignupWindow({ id, version }: Pick<PortalRequest, "id" | "version">) {
  const errorText = useErrorText();
  const refresh = useRefresh();
  const [phase, setPhase] = useState<SignupPhase>("ready");
  const [end, setEnd] = useState<SignupEnd>();
  const [problem, setProblem] = useState<string>();
  // Proves that a code comes from the window that this page opened.
  const [nonce] = useState(() => crypto.randomUUID());
  const left = useRef<Left>({});
  const timer = useRef<number>(undefined);
  const query = useQuery({
    queryKey: ["signup-window", id],
    queryFn: () => callFunction(signupWindowFunction, { request: id }),
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
        const action = { command: "finish_signup", request: id, version, code, ...hint } as const;
        const { error } = await callFunction(cutoverFunction, action);
        if (error) setProblem(errorText(new CommandError(error)));
      } catch (error) {
        setProblem(errorText(asCommandError(error)));
      } finally {
        setPhase("ready");
        void refresh();
      }
    };
    const close = (ended: SignupEnd) => {
      delete left.current.hint;
      left.current.end = ended;
      setEnd(ended);
      setPhase("ended");
      void reportSignupEnd(id, ended);
    };
    const receive = (event: MessageEvent) => {
      if (data?.origins.includes(event.origin)) {
        const said = readSessionEvent(event.data);
        if (said?.kind === "finished") {
          left.current.hint = said.hint;
          delete left.current.end;
        } else if (said) close(said);
      }
      if (event.origin === window.location.origin) {
        const back = readReturn(event.data);
        if (back?.state !== nonce) return;
        if (back.code === null) {
          if (!left.current.end) close({ ending: "cancelled" });
        } else {
          left.current.code = back.code;
          window.clearTimeout(timer.current);
          timer.current = window.setTimeout(() => {
            if (left.current.code === back.code && !left.current.end) close({ ending: "silent" });
          }, silence);
        }
      }
      void finish();
    };
    window.addEventListener("message", receive);
    return () => window.removeEventListener("message", receive);
  }, [data, nonce, id, version, errorText, refresh]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const open = () => {
    if (address === undefined) return;
    left.current = {};
    setProblem(undefined);
    setEnd(undefined);
    const popup = window.open(address, "portdesk-signup", "popup,width=640,height=780");
    setPhase(popup ? "open" : "blocked");
  };
  const unavailable = query.error ? errorText(asCommandError(query.error)) : undefined;
  return { phase, end, problem, unavailable, address, open, loading: query.isLoading, retry: query.refetch };
}
