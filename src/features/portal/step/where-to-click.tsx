/** The path through another company's menus, drawn as buttons with the last one marked. */
import styles from "../portal.module.css";

/** `path` names the places in order, separated by ">". */
export function WhereToClick({ path }: { path: string }) {
  const places = path.split(">").map((place) => place.trim());
  return (
    <ol className={styles.places}>
      {places.map((place, index) => {
        const last = index === places.length - 1;
        return (
          <li key={place} className={styles.place}>
            <span className={last ? `${styles.menuItem} ${styles.lastItem}` : styles.menuItem}>{place}</span>
            {last ? null : <span aria-hidden>›</span>}
          </li>
        );
      })}
    </ol>
  );
}
