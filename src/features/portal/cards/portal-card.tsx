/** One quiet section of the client's page, with its heading. */
import { Card } from "antd";
import type { ReactNode } from "react";

export function PortalCard({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card styles={{ body: { padding: 16 } }}>
      <h2 style={{ margin: "0 0 8px", fontSize: 16 }}>{title}</h2>
      {children}
    </Card>
  );
}
