/** What an Edge Function accepts and answers, for both ends; all functions share one shape of refusal. */
import * as z from "zod/mini";

export type EdgeFunction = { name: string; request: z.ZodMiniType; answer: z.ZodMiniType };
export type RequestOf<Of extends { request: z.ZodMiniType }> = z.input<Of["request"]>;
export type AnswerOf<Of extends { answer: z.ZodMiniType }> = z.output<Of["answer"]>;

/** The request, and the version that the person saw. */
export const target = { request: z.uuid(), version: z.int() };
