/** What the system promises about this phone's storage. */

export interface Room {
  isPersisted: boolean | null; // null: the browser does not say
  usedBytes: number | null;
  quotaBytes: number | null;
}

const manager = () => navigator.storage as StorageManager | undefined; // absent where the address is not https

export async function lookAtRoom(): Promise<Room> {
  const storage = manager();
  if (storage === undefined) return { isPersisted: null, usedBytes: null, quotaBytes: null };
  const estimate = await storage.estimate();
  return { isPersisted: await storage.persisted(), usedBytes: estimate.usage ?? null, quotaBytes: estimate.quota ?? null };
}

/** Ask the system to keep the records when it cleans up. Returns its answer. */
export async function askToKeep(): Promise<boolean> {
  const storage = manager();
  if (storage === undefined) return false;
  return (await storage.persisted()) || storage.persist();
}

export function setBadge(count: number): void {
  const badges = navigator as { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> };
  const done = count > 0 ? badges.setAppBadge?.(count) : badges.clearAppBadge?.();
  done?.catch(() => undefined); // a badge is an ornament: the count also stands on the page
}
