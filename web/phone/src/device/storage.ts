/** What the system promises about this phone's storage. */

export interface Room {
  isPersisted: boolean | null; // null: the browser does not say
  usedBytes: number | null;
  quotaBytes: number | null;
}

export async function lookAtRoom(): Promise<Room> {
  const storage = navigator.storage as StorageManager | undefined;
  const estimate = await storage?.estimate?.();
  return {
    isPersisted: (await storage?.persisted?.()) ?? null,
    usedBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
  };
}

/** Ask the system to keep the records when it cleans up. Returns its answer. */
export async function askToKeep(): Promise<boolean> {
  const storage = navigator.storage as StorageManager | undefined;
  if (storage?.persist === undefined) return false;
  return (await storage.persisted()) || storage.persist();
}

export function setBadge(count: number): void {
  const badges = navigator as { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> };
  const done = count > 0 ? badges.setAppBadge?.(count) : badges.clearAppBadge?.();
  done?.catch(() => undefined); // a badge is an ornament: the count also stands on the page
}
