/** The receipt code: twenty digits, made on this phone and never sent anywhere. */
import { checkDigit } from "./damm";

const RANDOM_DIGITS = 19;
// 250 is the largest multiple of 10 a byte can hold: bytes above it would favour the small digits.
const FAIR = 250;

/** Nineteen random digits and their check digit. */
export function newCode(fill: (bytes: Uint8Array<ArrayBuffer>) => void = (bytes) => crypto.getRandomValues(bytes)): string {
  let digits = "";
  const bytes = new Uint8Array(32);
  while (digits.length < RANDOM_DIGITS) {
    fill(bytes);
    for (const byte of bytes) {
      if (byte < FAIR && digits.length < RANDOM_DIGITS) digits += String(byte % 10);
    }
  }
  return digits + checkDigit(digits);
}

/** The code as people read it: five groups of four. */
export function inGroups(code: string): string[] {
  return code.match(/.{1,4}/g) ?? [];
}

/** The worker's link. The code stands in the fragment, which no browser sends and no server logs. */
export function linkOf(code: string, portalOrigin: string): string {
  return `${portalOrigin.replace(/\/$/, "")}/#${code}`;
}
