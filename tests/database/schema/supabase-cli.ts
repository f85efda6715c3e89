/** Runs the Supabase CLI against a database's address, without Docker, telemetry or a linked project. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const binary = path.join(import.meta.dirname, "../../../node_modules/.bin/supabase");

export type CliAnswer = { code: number; out: string; err: string };

export async function supabase(args: readonly string[]): Promise<CliAnswer> {
  const environment = {
    ...process.env,
    SUPABASE_TELEMETRY_DISABLED: "1",
    SUPABASE_NO_UPDATE_NOTIFIER: "1",
    DO_NOT_TRACK: "1",
    // The test databases do not speak TLS, and the notice about it would appear in the output.
    PGSSLMODE: "disable",
  };
  // Outside the repository, because it leaves notes in supabase/.temp.
  const folder = mkdtempSync(path.join(tmpdir(), "portdesk-cli-"));
  try {
    return await new Promise((resolve) => {
      const options = { cwd: folder, env: environment, maxBuffer: 16_000_000 };
      execFile(binary, [...args, "--workdir", folder], options, (error, out, err) => {
        const code = typeof error?.code === "number" ? error.code : error ? 1 : 0;
        resolve({ code, out, err });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
