/** The signed-in person's second factor: one-time codes of an authenticator app, kept and checked by Supabase Auth. */
import { type AuthError, isAuthApiError } from "@supabase/auth-js";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { supabase } from "../providers/supabase-client.ts";

/** passed: this session has it. asked: the person has one and has not shown it yet. none: the person has none. */
export type Assurance = "passed" | "asked" | "none";

async function readAssurance(): Promise<Assurance> {
  const { data, error } = await supabase.auth.mfa.getAuthenticatorAssuranceLevel();
  if (error) throw error;
  if (data.currentLevel === "aal2") return "passed";
  return data.nextLevel === "aal2" ? "asked" : "none";
}

export function useAssurance() {
  return useQuery({ queryKey: ["second-factor"], queryFn: readAssurance, staleTime: 60_000 });
}

/** Reads everything again: with a second factor a person may reach more. */
export function useLevelChange(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(() => queries.invalidateQueries(), [queries]);
}

async function listFactors() {
  const { data, error } = await supabase.auth.mfa.listFactors();
  if (error) throw error;
  return data;
}

/** `uri`: what the app reads from the QR code, otpauth://totp/… */
export type NewFactor = { id: string; secret: string; uri: string };

const isUnavailable = (error: AuthError) =>
  isAuthApiError(error) && (error.status === 404 || error.code === "mfa_totp_enroll_not_enabled");

/**
 * Whether the current sign-in server supports second factors; the local one does not. Requests a kind that no server
 * has, which sets nothing up: a server with factors rejects the kind.
 */
async function readOffer(): Promise<boolean> {
  const { error } = await supabase.auth.mfa.enroll({ factorType: "none" as "totp" });
  return error === null || !isUnavailable(error);
}

export function useFactorOffer() {
  return useQuery({
    queryKey: ["second-factor-offer"],
    queryFn: readOffer,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** "unavailable" if the installation's sign-in server offers no second factor. */
export async function beginFactor(): Promise<NewFactor | "unavailable"> {
  const { all } = await listFactors();
  // An earlier unconfirmed factor would stand in the way.
  for (const { id, status } of all)
    if (status === "unverified") await supabase.auth.mfa.unenroll({ factorId: id });
  const { data, error } = await supabase.auth.mfa.enroll({ factorType: "totp", issuer: "Portdesk" });
  if (!error) return { id: data.id, secret: data.totp.secret, uri: data.totp.uri };
  if (isUnavailable(error)) return "unavailable";
  throw error;
}

export type FactorAnswer = "passed" | "wrong" | "wait";

/** Sends a code of the app to the server. */
export async function passFactor(factorId: string, code: string): Promise<FactorAnswer> {
  const { error } = await supabase.auth.mfa.challengeAndVerify({ factorId, code });
  if (!error) return "passed";
  if (error.status === 429) return "wait";
  if (isAuthApiError(error) && error.status < 500) return "wrong";
  throw error;
}

/** Like passFactor, with the person's existing factor. */
export async function passOwnFactor(code: string): Promise<FactorAnswer> {
  const [factor] = (await listFactors()).totp;
  return factor ? passFactor(factor.id, code) : "wrong";
}

/** Only in a session that has passed it. */
export async function removeFactor(): Promise<void> {
  for (const { id } of (await listFactors()).totp) {
    const { error } = await supabase.auth.mfa.unenroll({ factorId: id });
    if (error) throw error;
  }
  // The session loses its level with its next token.
  await supabase.auth.refreshSession();
}
