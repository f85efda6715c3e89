/** The tracks, which staff can set, and how a closed request ended. */
import { tracks, trackStates } from "#domain/status/statuses.ts";
import { Alert, Descriptions, Select } from "antd";
import { useTranslation } from "react-i18next";
import { usePermitted } from "../../queries/access.ts";
import { useCommand } from "../../queries/commands/command-provider.ts";
import type { RequestRow } from "../../queries/request-row.ts";
import layout from "../../ui/layout.module.css";
import styles from "./request.module.css";

const settable = ["preparing", "scheduled", "cutover", "monitoring"];

export function OverviewTab({ request }: { request: RequestRow }) {
  const { t } = useTranslation(["requests", "domain"]);
  const may = usePermitted();
  const { run, pending } = useCommand();
  const editable = settable.includes(request.status) && may("track.set");
  return (
    <>
      {request.closed_reason && (
        <Alert
          type="info"
          showIcon
          className={layout.below16}
          title={t(`domain:status.${request.status}`)}
          description={request.closed_note}
        />
      )}
      <h2 className={layout.partHeading}>{t("tracks.title")}</h2>
      <p>{t("tracks.lead")}</p>
      <Descriptions
        bordered
        column={1}
        size="small"
        classNames={{ label: styles.trackName }}
        items={tracks.map((track) => ({
          key: track,
          label: <span id={`track-${track}`}>{t(`domain:track.${track}`)}</span>,
          children:
            editable && track !== "number" ? (
              <Select
                aria-labelledby={`track-${track}`}
                className={styles.trackState}
                value={request.tracks[track]}
                disabled={pending}
                onChange={(state) =>
                  void run("set_track", { request: request.id, version: request.version, track, state })
                }
                options={trackStates.map((value) => ({ value, label: t(`domain:track_state.${value}`) }))}
              />
            ) : (
              t(`domain:track_state.${request.tracks[track]}`)
            ),
        }))}
      />
    </>
  );
}
