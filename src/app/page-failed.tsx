/** In place of a page that could not be drawn; the frame around it stands. */
import { ErrorState } from "../ui/error-state.tsx";

export function PageFailed() {
  return <ErrorState onRetry={() => window.location.reload()} />;
}
