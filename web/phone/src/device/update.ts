/** A new version of this application that waits for the person's word. */
import { shallowRef } from "vue";

export const changeOver = shallowRef<(() => void) | null>(null);

export function offerUpdate(change: () => void): void {
  changeOver.value = change;
}
