/** The two catalogues. Chinese is the source. */
import { createI18n } from "vue-i18n";
import { lang } from "../look/choice";
import en from "./locales/en.json";
import zh from "./locales/zh.json";

export const words = createI18n<[typeof zh], "zh" | "en", false>({
  legacy: false,
  locale: lang.value,
  fallbackLocale: "zh",
  messages: { zh, en },
});
