/** Days and times in the words of the interface. */

export type Lang = "zh" | "en";

const tagOf = (lang: Lang) => (lang === "zh" ? "zh-CN" : "en-GB");

export function dayKey(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** "5 月 12 日 周三" or "Wed 12 May". */
export function dayWords(moment: Date, lang: Lang): string {
  const weekday = weekdayWords(moment, lang);
  if (lang === "zh") return `${moment.getMonth() + 1} 月 ${moment.getDate()} 日 ${weekday}`;
  return `${weekday} ${moment.toLocaleDateString(tagOf(lang), { day: "numeric", month: "short" })}`;
}

export function weekdayWords(moment: Date, lang: Lang): string {
  return moment.toLocaleDateString(tagOf(lang), { weekday: "short" });
}

/** "14:32". */
export function timeWords(moment: Date): string {
  return `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, "0")}`;
}

/** The calendar day of an ISO date, at local midnight (a bare date would be read as UTC). */
export function dayOf(isoDate: string): Date {
  const [year = 1970, month = 1, day = 1] = isoDate.slice(0, 10).split("-").map(Number);
  return new Date(year, month - 1, day);
}

/** Whole days from one day to another. */
export function daysBetween(from: Date, to: Date): number {
  const noon = (day: Date) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return Math.round((noon(to) - noon(from)) / 86_400_000);
}
