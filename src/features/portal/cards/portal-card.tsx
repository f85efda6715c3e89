/** One quiet section of the client's page, with its heading. */
import { Card } from "antd";
import type { ReactNode } from "react";
import layout from "../../../ui/layout.module.css";

export function PortalCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card styles={{ body: { padding: 16 } }}>
      <h2 className={`${layout.flushBelow8} ${layout.partHeading}`}>{title}</h2>
      {children}
    </Card>
  );
}
