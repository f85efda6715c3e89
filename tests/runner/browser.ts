/** Finds the Chromium for the browser tests or installs one, and never lets them be skipped. */
import { spawnSync } from "node:child_process";
import { chromium } from "@playwright/test";

/** What a headless Chromium needs to run as root in a container and to make no network calls of its own. */
export const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const systemChromiums = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Ways to get a browser, tried in this order: Playwright's own copy, then the system's package. */
const installations = [
  { command: "npx playwright install chromium", possible: () => true },
  { command: "apt-get update && apt-get install -y chromium", possible: isRootOnDebian },
];

type Machine = { run: (command: string, args: string[]) => boolean; candidates: () => string[] };

const thisMachine: Machine = {
  run: (command, args) => spawnSync(command, args, { stdio: "ignore", timeout: 300_000 }).status === 0,
  candidates: () => [...systemChromiums, chromium.executablePath()],
};

/**
 * The path of a Chromium that starts. PORTDESK_CHROMIUM, if set, is the only one considered. Throws with instructions
 * if none is there and none could be installed.
 */
export function findChromium(
  chosen = process.env["PORTDESK_CHROMIUM"],
  machine: Machine = thisMachine,
): string {
  const starts = (path: string) => machine.run(path, ["--version"]);
  if (chosen) {
    if (starts(chosen)) return chosen;
    throw new Error(
      `PORTDESK_CHROMIUM is ${chosen}, which does not start. Point it at a Chromium or unset it.`,
    );
  }
  const present = machine.candidates().find(starts);
  if (present) return present;
  for (const { command, possible } of installations) {
    if (!possible() || !machine.run("sh", ["-c", command])) continue;
    const installed = machine.candidates().find(starts);
    if (installed) return installed;
  }
  throw new Error(
    "The browser tests need a Chromium and none could be installed. Run `npx playwright install --with-deps chromium`, " +
      "or `sudo apt-get install chromium`, or set PORTDESK_CHROMIUM to the path of one.",
  );
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
}
