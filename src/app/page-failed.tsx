/** Replaces a page that failed to render; the frame around it stays. */
import { ErrorState } from "../ui/error-state.tsx";

export function PageFailed() {
  return <ErrorState onRetry={() => window.location.reload()} />;
}
