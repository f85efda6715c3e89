/** Catches what a part of a page throws while rendering: the rest stays and the person sees a message. */
import { Component, type ReactNode } from "react";

type Props = { fallback: ReactNode; children?: ReactNode };
type State = { failed: boolean; drawn: ReactNode };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false, drawn: undefined };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  /** New content may render correctly. */
  static getDerivedStateFromProps({ children }: Props, { drawn }: State): State | null {
    return children === drawn ? null : { failed: false, drawn: children };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
