/** Rows that stay true on the screen, whichever page or tab changes them. */
import { liveQuery } from "dexie";
import { onScopeDispose, type ShallowRef, shallowRef } from "vue";

/** The answer of `query`, asked again whenever what it read has changed; undefined until the first answer. */
export function useLive<T>(query: () => Promise<T>): Readonly<ShallowRef<T | undefined>> {
  const answer = shallowRef<T>();
  const watching = liveQuery(query).subscribe((value) => (answer.value = value));
  onScopeDispose(() => watching.unsubscribe());
  return answer;
}
