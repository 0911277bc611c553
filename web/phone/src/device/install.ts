/** Standing on the home screen. Only some browsers offer it; the others get told how. */
import { ref, shallowRef } from "vue";

interface InstallOffer extends Event {
  prompt(): Promise<void>;
  userChoice: Promise<{ outcome: "accepted" | "dismissed" }>;
}

export type Way = "offer" | "ios" | "android" | "none";

const offer = shallowRef<InstallOffer | null>(null);
export const isInstalled = ref(false);

function standsAlone(): boolean {
  return matchMedia("(display-mode: standalone)").matches || (navigator as { standalone?: boolean }).standalone === true;
}

/** Listen for the browser's offer. `whenInstalled` runs once the application stands on its own. */
export function watchInstall(whenInstalled: () => void): void {
  isInstalled.value = standsAlone();
  if (isInstalled.value) whenInstalled();
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer.value = event as InstallOffer;
  });
  addEventListener("appinstalled", () => {
    isInstalled.value = true;
    offer.value = null;
    whenInstalled();
  });
}

export function wayToInstall(): Way {
  if (isInstalled.value) return "none";
  if (offer.value !== null) return "offer";
  const agent = navigator.userAgent;
  if (/iPhone|iPad|iPod/.test(agent)) return "ios";
  return /Android/.test(agent) ? "android" : "none";
}

export async function acceptOffer(): Promise<boolean> {
  const taken = offer.value;
  if (taken === null) return false;
  offer.value = null;
  await taken.prompt();
  return (await taken.userChoice).outcome === "accepted";
}
