/** Which browser this is, as far as the screens care. */

export function isWechat(): boolean {
  return /MicroMessenger/i.test(navigator.userAgent);
}

/** A name for this phone that its owner recognises in a list. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  const model = /Android [\d.]+; ([^;)]+)/.exec(agent)?.[1]?.replace(/ Build.*$/, "").trim();
  if (model && model !== "K") return model.slice(0, 60);
  if (/iPhone/.test(agent)) return "iPhone";
  if (/iPad/.test(agent)) return "iPad";
  if (/Android/.test(agent)) return "Android";
  return /Windows/.test(agent) ? "Windows" : "Linux / Mac";
}
