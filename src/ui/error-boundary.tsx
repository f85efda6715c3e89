/** Catches what a part of a page throws while it is drawn, so that the rest stands and the person is told. */
import { Component, type ReactNode } from "react";

type Props = { fallback: ReactNode; children?: ReactNode };

export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  /** What is drawn anew may be whole. */
  override componentDidUpdate({ children }: Props) {
    if (this.state.failed && children !== this.props.children) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
