/** The way through somebody else's menus, drawn as a path of buttons with the last one marked. */
import { theme } from "antd";

/** `path` names the places in order, separated by ">". */
export function WhereToClick({ path }: { path: string }) {
  const { token } = theme.useToken();
  const places = path.split(">").map((place) => place.trim());
  return (
    <ol
      style={{ display: "flex", flexWrap: "wrap", gap: 8, listStyle: "none", padding: 0, margin: "12px 0 0" }}
    >
      {places.map((place, index) => {
        const last = index === places.length - 1;
        return (
          <li key={place} style={{ display: "flex", alignItems: "center", gap: 8 }}>
            <span
              style={{
                padding: "4px 10px",
                borderRadius: token.borderRadius,
                border: `${last ? 2 : 1}px solid ${last ? token.colorPrimary : token.colorBorder}`,
                background: token.colorBgContainer,
                fontWeight: last ? 600 : 400,
              }}
            >
              {place}
            </span>
            {last ? null : <span aria-hidden>›</span>}
          </li>
        );
      })}
    </ol>
  );
}
