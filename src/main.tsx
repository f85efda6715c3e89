/** Starts the app: texts first, then the shell. */
import { createRoot } from "react-dom/client";
import { loadAhead } from "./app/load-ahead.ts";
import { Root } from "./app/root.tsx";
import { startI18n } from "./providers/i18n.ts";
import "./app/global.css";

async function start(): Promise<void> {
  const place = document.getElementById("root");
  if (!place) throw new Error("index.html has no #root");
  await startI18n();
  createRoot(place).render(<Root />);
}

loadAhead(window.location.pathname);
// Not awaited here: a language's files import this one, and would wait for it to finish while it waits for them.
void start();
