import { expect, it } from "vitest";
import { foundIn, stands } from "./canaries.ts";

const secret = "EAACanary/That+Nobody&Granted?";

it.each([
  ["as it is", secret],
  ["within JSON within JSON", JSON.stringify(JSON.stringify({ quoted: secret }))],
  ["in an address", `https://x.example/?t=${encodeURIComponent(secret)}&u=1`],
  ["as bytes of a dump", `(1,"\\x${Buffer.from(`a${secret}`).toString("hex")}")`],
  ["in base64 from its first byte", Buffer.from(`${secret}z`).toString("base64")],
  ["in base64 from the second", Buffer.from(`a${secret}zz`).toString("base64")],
  ["in base64 from the third", Buffer.from(`ab${secret}`).toString("base64")],
  ["in base64 for addresses", Buffer.from(`x${secret}`).toString("base64url")],
])("finds a secret %s", (_name, text) => {
  expect(stands(secret, text)).toBe(true);
  expect(foundIn([["here", text]], { it: secret })).toEqual(["it in here"]);
});

it("finds a code as a word and in base64, and not within other figures", () => {
  expect(stands("604913", '{"code":"604913"}')).toBe(true);
  expect(stands("604913", Buffer.from('{"code":"604913"}').toString("base64"))).toBe(true);
  expect(stands("604913", "1604913 and 604913.5x and 0.604913")).toBe(true);
  expect(stands("604913", "1604913 and a604913 and 0.604913")).toBe(false);
});
