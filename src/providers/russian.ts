/** What libraries say in Russian: antd's texts, and dayjs's names of days and months. */
import "dayjs/locale/ru";

export { default as antdRussian } from "antd/es/locale/ru_RU";
