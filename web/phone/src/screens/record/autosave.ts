/** Keeps a draft while it is typed: on the disk at most 250 ms after a keystroke, also during one long burst. */
import { onScopeDispose, shallowRef } from "vue";
import { type Draft, keepDraft, PhoneIsFull } from "../../outbox";

const AT_MOST_MS = 250;

export type Kept = { state: "fresh" } | { state: "saving" } | { state: "saved"; at: Date } | { state: "full" | "broken" };

export function useAutosave(read: () => Draft) {
  const kept = shallowRef<Kept>({ state: "fresh" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write() {
    try {
      kept.value = { state: "saved", at: await keepDraft({ ...read() }) };
    } catch (fault) {
      kept.value = { state: fault instanceof PhoneIsFull ? "full" : "broken" };
    }
  }

  /** Write now what is waiting to be written; resolves when it is on the disk. */
  function flush(): Promise<void> {
    if (timer !== undefined) {
      clearTimeout(timer);
      timer = undefined;
      writing = writing.then(write);
    }
    return writing;
  }

  /** Something changed: write soon. A running timer is not put off, so steady typing is kept too. */
  function touch() {
    if (timer !== undefined) return;
    if (kept.value.state !== "saved") kept.value = { state: "saving" };
    timer = setTimeout(() => void flush(), AT_MOST_MS);
  }

  function stop() {
    clearTimeout(timer);
    timer = undefined;
  }

  const hide = () => void flush();
  addEventListener("pagehide", hide);
  document.addEventListener("visibilitychange", hide);
  onScopeDispose(() => {
    void flush();
    removeEventListener("pagehide", hide);
    document.removeEventListener("visibilitychange", hide);
  });
  return { kept, touch, flush, stop };
}
