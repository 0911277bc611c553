/** Which screen stands at which address. All come at once: the line may be cut a second after the first visit. */
import { createRouter, createWebHistory } from "vue-router";
import { isEnrolled } from "../outbox";
import Enrol from "../screens/enrol/Enrol.vue";
import Me from "../screens/me/Me.vue";
import Record from "../screens/record/Record.vue";
import Item from "../screens/records/Item.vue";
import Records from "../screens/records/Records.vue";
import Today from "../screens/today/Today.vue";
import { words } from "./words";

const TITLES = { today: "app.today", records: "app.records", item: "item.title", write: "write.title", me: "app.me", enrol: "enrol.title" } as const;

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
  routes: [
    { path: "/", name: "today", component: Today, meta: { tab: "today" } },
    { path: "/records", name: "records", component: Records, meta: { tab: "records" } },
    { path: "/records/:id", name: "item", component: Item, props: true },
    { path: "/write/:id?", name: "write", component: Record, props: true },
    { path: "/me", name: "me", component: Me, meta: { tab: "me" } },
    { path: "/enrol", name: "enrol", component: Enrol },
    { path: "/:rest(.*)*", redirect: "/" },
  ],
});

router.beforeEach(async (to) => {
  if (to.name !== "enrol" && !(await isEnrolled())) return { name: "enrol", hash: to.hash };
  return true;
});

router.afterEach((to) => {
  const key = TITLES[to.name as keyof typeof TITLES];
  const { t } = words.global;
  document.title = key ? `${t(key)} · ${t("app.name")}` : t("app.name");
});
