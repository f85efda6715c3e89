/** One person in a list: who it is on the left, what can be done on the right, below each other on a phone. */
import { Flex } from "antd";
import type { ReactNode } from "react";

type Props = { who: ReactNode; more: ReactNode; children: ReactNode };

export function PersonRow({ who, more, children }: Props) {
  return (
    <li style={{ padding: "12px 0", borderTop: "1px solid var(--ant-color-split)" }}>
      <Flex wrap gap={12} justify="space-between" align="center">
        <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
          <div>{who}</div>
          <div style={{ color: "var(--ant-color-text-secondary)" }}>{more}</div>
        </div>
        <Flex wrap gap={8} align="center">
          {children}
        </Flex>
      </Flex>
    </li>
  );
}

export const personList = { listStyle: "none", margin: 0, padding: 0, maxWidth: 820 } as const;
