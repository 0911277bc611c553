/** The phone application starts here. */
import { registerSW } from "virtual:pwa-register";
import { createApp, watch } from "vue";
import { watchInstall } from "../device/install";
import { askToKeep } from "../device/storage";
import { offerUpdate } from "../device/update";
import { followChoices, lang } from "../look/choice";
import { forget, lookForWipe, note } from "../outbox";
// One token file for desk and phone.
import "../../../../dundian/doors/desk/static/desk/tokens.css";
import "../look/vant.css";
import "../look/ground.css";
import App from "./App.vue";
import { router } from "./router";
import { words } from "./words";

async function keepRecords(): Promise<void> {
  if (await askToKeep()) await forget("persist_refused_at");
  else await note("persist_refused_at", Date.now());
}

followChoices();
watch(lang, (value) => (words.global.locale.value = value));
watchInstall(() => void keepRecords());

const changeOver = registerSW({ onNeedRefresh: () => offerUpdate(() => void changeOver(true)) });

void lookForWipe(Date.now()).then(() => createApp(App).use(words).use(router).mount("#app"));
