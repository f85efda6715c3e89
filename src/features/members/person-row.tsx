/** One person in a list: who it is on the left, the actions on the right, stacked on a phone. */
import { Flex } from "antd";
import type { ReactNode } from "react";
import layout from "../../ui/layout.module.css";
import styles from "./members.module.css";

type Props = { who: ReactNode; more: ReactNode; children: ReactNode };

export function PersonRow({ who, more, children }: Props) {
  return (
    <li className={styles.person}>
      <Flex wrap gap={12} justify="space-between" align="center">
        <div className={styles.who}>
          <div>{who}</div>
          <div className={layout.secondary}>{more}</div>
        </div>
        <Flex wrap gap={8} align="center">
          {children}
        </Flex>
      </Flex>
    </li>
  );
}
