/** Catches what a page throws while drawing, so that the person is told instead of left with an empty screen. */
import { Component, type ReactNode } from "react";
import { ErrorState } from "../ui/error-state.tsx";

export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <ErrorState onRetry={() => window.location.reload()} />;
  }
}
