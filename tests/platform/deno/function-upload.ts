/** Captures what `supabase functions deploy` uploads: the CLI silently omits imports that it cannot follow. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectFolder } from "./deno-runs.ts";

const projectRef = "abcdefghijklmnopqrst";

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function fileNames(multipart: Buffer): string[] {
  const names = multipart.toString("latin1").matchAll(/name="file"; filename="([^"]+)"/g);
  return Array.from(names, ([, name]) => name ?? "");
}

/** The uploaded file names of function `name`, relative to `project`. Throws with the CLI's output if none was sent. */
export async function uploadedFiles(project: string, name: string): Promise<string[]> {
  let sent: string[] | undefined;
  const api = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const deploy = request.url?.includes("/functions/deploy") === true;
      if (deploy) sent = fileNames(body);
      const fact = {
        id: projectRef,
        slug: name,
        name,
        status: "ACTIVE",
        version: 1,
        created_at: 1,
        updated_at: 1,
      };
      response.writeHead(deploy ? 201 : 200, { "content-type": "application/json" });
      const list = request.url?.endsWith("/functions") === true;
      response.end(JSON.stringify(deploy ? fact : list ? [] : {}));
    });
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const address = api.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const home = mkdtempSync(path.join(tmpdir(), "portdesk-upload-"));
  try {
    const words = await deploy(project, name, home, url);
    if (sent === undefined) throw new Error(`The CLI sent nothing:\n${words}`);
    return sent.toSorted();
  } finally {
    api.closeAllConnections();
    api.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function deploy(project: string, name: string, home: string, url: string): Promise<string> {
  const profile = path.join(home, "profile.yaml");
  writeFileSync(
    profile,
    `name: test\napi_url: ${url}\ndashboard_url: ${url}\nproject_host: project.example\n`,
  );
  const words = ["functions", "deploy", name, "--use-api", "--yes", "--agent", "no"];
  const where = [`--remote=${projectRef}`, "--profile", profile, "--workdir", project];
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    SUPABASE_HOME: home,
    SUPABASE_ACCESS_TOKEN: `sbp_${"0".repeat(40)}`,
    SUPABASE_TELEMETRY_DISABLED: "1",
    SUPABASE_NO_UPDATE_NOTIFIER: "1",
  };
  const cli = spawn(path.join(projectFolder, "node_modules/.bin/supabase"), [...words, ...where], { env });
  let out = "";
  for (const stream of [cli.stdout, cli.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      out += chunk.toString();
    });
  }
  await new Promise((resolve) => cli.once("close", resolve));
  return out;
}
