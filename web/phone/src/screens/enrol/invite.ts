/** Finding the invite in what was scanned, pasted or opened. */

/** The invite in a link (after its #) or given bare; null where there is none. */
export function inviteIn(text: string): string | null {
  const words = text.trim();
  const hash = words.indexOf("#");
  const invite = hash >= 0 ? words.slice(hash + 1) : words;
  return /^[\w.~:+/=-]{8,512}$/.test(invite) && !invite.startsWith("http") ? decodeURIComponent(invite) : null;
}
