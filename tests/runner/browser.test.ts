import { expect, test } from "vitest";
import { findChromium } from "./browser.ts";

/** A machine where only `present` starts, and `installable` does once a command has installed it. */
function createMachine(present: string[], installable?: { command: string; path: string }) {
  const ran: string[] = [];
  const there = new Set(present);
  return {
    ran,
    candidates: () => ["/a/chromium", "/b/chromium"],
    run(command: string, args: string[]) {
      if (command !== "sh") return there.has(command);
      ran.push(args.join(" "));
      if (!installable || !args.join(" ").includes(installable.command)) return false;
      there.add(installable.path);
      return true;
    },
  };
}

test("the first browser that starts is used, and nothing is installed", () => {
  const machine = createMachine(["/b/chromium"]);
  expect(findChromium("", machine)).toBe("/b/chromium");
  expect(machine.ran).toEqual([]);
});

test("a chosen browser is used, and one that does not start is an error", () => {
  expect(findChromium("/mine", createMachine(["/mine", "/a/chromium"]))).toBe("/mine");
  expect(() => findChromium("/mine", createMachine(["/a/chromium"]))).toThrow(/PORTDESK_CHROMIUM/);
});

test("without a browser, one is installed", () => {
  const machine = createMachine([], { command: "playwright install chromium", path: "/a/chromium" });
  expect(findChromium("", machine)).toBe("/a/chromium");
});

test("if none can be installed, the error says how to get one", () => {
  expect(() => findChromium("", createMachine([]))).toThrow(/playwright install --with-deps chromium/);
});
