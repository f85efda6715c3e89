/** Reports database errors as PostgREST does: Lite answers some with a bare 500. */

export type DatabaseError = { code?: unknown; message?: string; detail?: string; hint?: string };

const byCode: Record<string, number> = {
  "23503": 409,
  "23505": 409,
  "25006": 405,
  "42883": 404,
  "42P01": 404,
  "42P17": 500,
  P0001: 400,
};
const byClass: Record<string, number> = { "08": 503, "53": 503, "0L": 403, "0P": 403, "28": 403 };
const serverFaults = new Set([
  "09",
  "25",
  "2D",
  "38",
  "39",
  "3B",
  "40",
  "54",
  "55",
  "57",
  "58",
  "F0",
  "HV",
  "P0",
  "XX",
]);

function statusOf(code: string, anonymous: boolean): number {
  if (code === "42501") return anonymous ? 401 : 403;
  const kind = code.slice(0, 2);
  return byCode[code] ?? byClass[kind] ?? (serverFaults.has(kind) ? 500 : 400);
}

/** Returns hosted's answer, or the given one if Lite already agrees. */
export async function mendRestError(
  response: Response,
  error: DatabaseError | undefined,
  anonymous: boolean,
): Promise<Response> {
  const code = error?.code;
  if (
    response.status < 400 ||
    typeof code !== "string" ||
    !/^[0-9A-Z]{5}$/.test(code) ||
    code.startsWith("PT")
  )
    return response;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const shown = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  if (shown !== "SUP" && shown !== code) return response;
  return Response.json(
    { code, details: error?.detail ?? null, hint: error?.hint ?? null, message: error?.message ?? "" },
    { status: statusOf(code, anonymous) },
  );
}
