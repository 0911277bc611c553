/** Language and text size: kept outside the records, so that they hold before anything is opened. */
import { ref, watchEffect } from "vue";
import type { Lang } from "./dates";

export const TEXT_SIZES = ["normal", "large", "largest"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const LANG = "dundian-lang";
const TEXT = "dundian-text";

function firstLang(): Lang {
  const kept = localStorage.getItem(LANG);
  if (kept === "zh" || kept === "en") return kept;
  return "zh";
}

function firstText(): TextSize {
  const kept = localStorage.getItem(TEXT);
  return TEXT_SIZES.find((size) => size === kept) ?? "normal";
}

export const lang = ref<Lang>(firstLang());
export const textSize = ref<TextSize>(firstText());

/** Let the page and the next start follow the choices. */
export function followChoices(): void {
  watchEffect(() => {
    localStorage.setItem(LANG, lang.value);
    document.documentElement.lang = lang.value === "zh" ? "zh-CN" : "en";
  });
  watchEffect(() => {
    localStorage.setItem(TEXT, textSize.value);
    document.documentElement.dataset.text = textSize.value;
  });
}
