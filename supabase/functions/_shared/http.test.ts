import { describe, expect, it, vi } from "vitest";
import { authorizationOf, json, readJson, serve } from "./http.ts";
import { createLogger } from "./log.ts";
import { Refusal } from "#domain/commands/refusal.ts";

const lines: string[] = [];
const log = createLogger("test", (line) => lines.push(line));
const post = (body: BodyInit) => new Request("http://f.example/", { method: "POST", body });

describe("serve", () => {
  it("answers a preflight without running the handler", async () => {
    const handle = serve("POST", log, async () => Promise.reject(new Error("ran")));
    const answer = await handle(new Request("http://f.example/", { method: "OPTIONS" }));
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-headers")).toContain("authorization");
  });

  it("refuses another method", async () => {
    const answer = await serve("POST", log, async () => json({}))(new Request("http://f.example/"));
    expect(answer.status).toBe(405);
  });

  it("gives a refusal its status, code, hint and fields", async () => {
    const fields = [{ path: "a", code: "required" }];
    const handle = serve("POST", log, async () => {
      throw new Refusal(409, "checks_open", { hint: "TWO_STEP_OFF", fields });
    });
    const answer = await handle(post("{}"));
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({ error: { code: "checks_open", hint: "TWO_STEP_OFF", fields } });
  });

  it("delays the refusal of a caller in haste, and no other answer", async () => {
    vi.useFakeTimers();
    try {
      const answered: string[] = [];
      const ask = (code: string) =>
        serve("POST", log, async () => {
          throw new Refusal(429, code);
        })(post("{}")).then(() => answered.push(code));
      const both = Promise.all([ask("too_fast"), ask("too_soon")]);
      await vi.advanceTimersByTimeAsync(999);
      expect(answered).toEqual(["too_soon"]);
      await vi.advanceTimersByTimeAsync(1);
      await both;
      expect(answered).toEqual(["too_soon", "too_fast"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("shows the caller nothing of an internal error, and the log no secret", async () => {
    const handle = serve("POST", log, async () => {
      throw new Error("sb_secret_abcdefgh at 10.0.0.1, code 123456");
    });
    const answer = await handle(post("{}"));
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: { code: "internal" } });
    expect(lines.at(-1)).toContain("10.0.0.1");
    expect(lines.at(-1)).not.toMatch(/sb_secret|123456/);
  });
});

describe("readJson", () => {
  it("reads an object", async () => {
    expect(await readJson(post('{"a":1}'))).toEqual({ a: 1 });
  });

  it.each(["{", "", "\u0000"])("refuses %j as bad_json", async (body) => {
    await expect(readJson(post(body))).rejects.toMatchObject({ status: 400, code: "bad_json" });
  });

  it("refuses bytes that are not UTF-8", async () => {
    await expect(readJson(post(new Uint8Array([0x22, 0xff, 0x22])))).rejects.toMatchObject({
      code: "bad_json",
    });
  });

  it("stops reading at the limit although no length was declared", async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 1;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    const request = new Request("http://f.example/", {
      method: "POST",
      body: endless,
      duplex: "half",
    } as RequestInit);
    await expect(readJson(request, 4096)).rejects.toMatchObject({ status: 413, code: "too_large" });
    expect(given).toBeLessThan(10);
  });
});

describe("authorizationOf", () => {
  const asking = (authorization: string) => new Request("http://f.example/", { headers: { authorization } });

  it("passes a JWT on", () => {
    expect(authorizationOf(asking("Bearer a.b.c"))).toBe("Bearer a.b.c");
  });

  it.each(["", "Bearer sb_publishable_x", "Basic a.b.c"])("refuses %j", (value) => {
    expect(() => authorizationOf(asking(value))).toThrow("not_signed_in");
  });
});
