/** What the browser believes about the line. */
import { ref } from "vue";

export const isOnline = ref(navigator.onLine);
addEventListener("online", () => (isOnline.value = true));
addEventListener("offline", () => (isOnline.value = false));
