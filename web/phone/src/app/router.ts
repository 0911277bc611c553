/** Which screen stands at which address. */
import { createRouter, createWebHistory } from "vue-router";
import { isEnrolled } from "../outbox";
import Today from "../screens/today/Today.vue";
import { words } from "./words";

const TITLES = { today: "app.today", records: "app.records", item: "item.title", write: "write.title", me: "app.me", enrol: "enrol.title" } as const;

export const router = createRouter({
  history: createWebHistory(),
  scrollBehavior: (_to, _from, kept) => kept ?? { top: 0 },
  routes: [
    { path: "/", name: "today", component: Today, meta: { tab: "today" } },
    { path: "/records", name: "records", component: () => import("../screens/records/Records.vue"), meta: { tab: "records" } },
    { path: "/records/:id", name: "item", component: () => import("../screens/records/Item.vue"), props: true },
    { path: "/write/:id?", name: "write", component: () => import("../screens/record/Record.vue"), props: true },
    { path: "/me", name: "me", component: () => import("../screens/me/Me.vue"), meta: { tab: "me" } },
    { path: "/enrol", name: "enrol", component: () => import("../screens/enrol/Enrol.vue") },
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
