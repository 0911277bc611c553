/** One line that says what just happened, read aloud too, gone by itself. */
import { ref } from "vue";

const SHOWN_MS = 4_000;

export const said = ref("");
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(words: string): void {
  said.value = words;
  clearTimeout(timer);
  timer = setTimeout(() => (said.value = ""), SHOWN_MS);
}
