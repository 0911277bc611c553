/** The moment, renewed every half minute: a page left open overnight shows the right day. */
import { onScopeDispose, type Ref, ref } from "vue";

const EVERY_MS = 30_000;

export function useNow(): Readonly<Ref<Date>> {
  const now = ref(new Date());
  const timer = setInterval(() => (now.value = new Date()), EVERY_MS);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
