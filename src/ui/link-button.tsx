/** A link that looks like a button: one tab stop, opens in a new tab as links do, and never reloads the app. */
import { Button, type ButtonProps } from "antd";
import type { MouseEvent } from "react";
import { useNavigate } from "react-router";

export type LinkButtonProps = Pick<ButtonProps, "type" | "size" | "children"> & { to: string };

export function LinkButton({ to, ...button }: LinkButtonProps) {
  const navigate = useNavigate();
  const go = (event: MouseEvent<HTMLElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void navigate(to);
  };
  return <Button href={to} onClick={go} {...button} />;
}
