import { expect, it } from "vitest";
import { createSignInGuard } from "./sign-in-limits.ts";

const post = (path: string) => new Request(`http://127.0.0.1/auth/v1/${path}`, { method: "POST" });
const limits = { signIns: 3, verifications: 2, refreshes: 4 };

it("counts each kind separately, within five minutes, and says when to try again", () => {
  let now = 0;
  const guard = createSignInGuard(limits, () => now);
  const status = (path: string) => guard(post(path))?.status;
  expect([status("token?grant_type=password"), status("otp"), status("recover")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  now = 60_500;
  expect(status("signup")).toBe(429);
  expect(guard(post("otp"))?.headers.get("retry-after")).toBe("240");
  expect([status("verify"), status("verify"), status("verify")]).toEqual([undefined, undefined, 429]);
  expect(status("token?grant_type=refresh_token")).toBeUndefined();
  now = 300_000;
  expect([status("signup"), status("signup"), status("signup"), status("signup")]).toEqual([
    undefined,
    undefined,
    undefined,
    429,
  ]);
  expect(status("verify")).toBe(429);
});

it("does not count a refused attempt", () => {
  let now = 0;
  const guard = createSignInGuard(limits, () => now);
  for (let time = 0; time < 50; time += 1) guard(post("otp"));
  now = 300_000;
  expect(guard(post("otp"))).toBeUndefined();
});

it("does not limit what is no attempt to sign in", () => {
  const guard = createSignInGuard({ signIns: 0, verifications: 0, refreshes: 0 });
  expect(guard(post("logout"))).toBeUndefined();
  expect(guard(new Request("http://127.0.0.1/auth/v1/user"))).toBeUndefined();
  expect(guard(new Request("http://127.0.0.1/auth/v1/otp", { method: "OPTIONS" }))).toBeUndefined();
  for (const method of ["GET", "HEAD"])
    expect(guard(new Request("http://127.0.0.1/auth/v1/verify?token=x", { method }))?.status).toBe(429);
});

it.each([
  ["verify", "%76erify"],
  ["verify", "verif%79"],
  ["token?grant_type=refresh_token", "%74oken?grant_type=refresh_token"],
  ["token?grant_type=password", "t%6fken?grant_type=password"],
  ["otp", "%6F%74%70"],
  ["signup", "sign%75p"],
  ["recover", "%72ecover"],
])("counts %s as itself when it is written %s", (plain, written) => {
  const guard = createSignInGuard({ signIns: 1, verifications: 1, refreshes: 1 });
  expect(guard(post(plain))).toBeUndefined();
  expect(guard(post(written))?.status).toBe(429);
});

it("refuses a path that cannot be decoded", async () => {
  const guard = createSignInGuard(limits);
  for (const path of ["%76erify%", "verify%zz", "%ff"]) {
    const refused = guard(post(path));
    expect(refused?.status, path).toBe(400);
    expect(await refused?.json()).toMatchObject({ error_code: "bad_request" });
  }
});
