/** Which browser this is, as far as the screens care. */

export function isWechat(): boolean {
  return /MicroMessenger/i.test(navigator.userAgent);
}

const KINDS = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"];

/** A name for this phone that its owner recognises in a list. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  const model = /Android [\d.]+; ([^;)]+)/.exec(agent)?.[1]?.replace(/ Build.*$/, "").trim();
  if (model && model !== "K") return model.slice(0, 60);
  return KINDS.find((kind) => agent.includes(kind)) ?? "";
}
