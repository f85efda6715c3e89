// Parses a request as Graph does: removes the version, merges query and body into parameters, and takes the bearer
// token from its header.
import { graphError } from "./graph-error.ts";

export type GraphRequest = {
  method: string;
  /** Without the version prefix, e.g. `/1065/register`. */
  path: string;
  segments: string[];
  /** The absolute URL of the request, for `paging.next`. */
  url: URL;
  query: Record<string, string>;
  params: Record<string, unknown>;
  /** Set when the body could not be read; the resources never see such a request. */
  badBody: boolean;
  bearer: string | null;
  tokenInQuery: boolean;
};

const versionPrefix = /^\/v\d+\.\d+(?=\/|$)/;

async function readBody(request: Request): Promise<Record<string, unknown> | null> {
  const raw = await request.text();
  if (raw.trim() === "") return {};
  const type = request.headers.get("content-type") ?? "";
  if (type.includes("form-urlencoded")) return Object.fromEntries(new URLSearchParams(raw));
  try {
    const parsed: unknown = JSON.parse(raw);
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? Object.fromEntries(Object.entries(parsed)) : null;
  } catch {
    return null;
  }
}

export async function readGraphRequest(request: Request): Promise<GraphRequest> {
  const url = new URL(request.url);
  const path = url.pathname.replace(versionPrefix, "") || "/";
  const query = Object.fromEntries(url.searchParams);
  const body = request.method === "GET" ? {} : await readBody(request);
  const authorization = request.headers.get("authorization") ?? "";
  return {
    method: request.method,
    path,
    segments: path.split("/").filter((segment) => segment !== ""),
    url,
    query,
    params: { ...query, ...body },
    badBody: body === null,
    bearer: /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] ?? null,
    tokenInQuery: url.searchParams.has("access_token"),
  };
}

/** A string parameter; a number counts as its digits, as in a form. Undefined if absent. */
export function textParam(params: Record<string, unknown>, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  throw graphError(100, { message: `(#100) Param ${name} must be a string.` });
}

export function requiredText(params: Record<string, unknown>, name: string): string {
  const value = textParam(params, name);
  if (value === undefined) throw graphError(100, { message: `(#100) The parameter ${name} is required.` });
  return value;
}

export function integerParam(params: Record<string, unknown>, name: string, preset: number): number {
  const text = textParam(params, name);
  if (text === undefined) return preset;
  if (!/^\d{1,9}$/.test(text))
    throw graphError(100, { message: `(#100) Param ${name} must be a non-negative integer.` });
  return Number(text);
}

export function isTrue(params: Record<string, unknown>, name: string): boolean {
  const value = params[name];
  return value === true || value === "true" || value === "1" || value === 1;
}

export function requiredSixDigits(params: Record<string, unknown>, name: string): string {
  const value = requiredText(params, name);
  if (!/^\d{6}$/.test(value)) throw graphError(100, { message: `(#100) Param ${name} must be six digits.` });
  return value;
}

/** A list given as a JSON array, or in a form as the array's text. */
export function listParam(params: Record<string, unknown>, name: string): string[] | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  const list: unknown = typeof value === "string" ? parseList(value) : value;
  if (!Array.isArray(list)) throw graphError(100, { message: `(#100) Param ${name} must be an array.` });
  return list.map((item) => String(item));
}

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text.split(",");
  }
}
