/** One way to write a parcel: the bytes that are hashed here are the bytes the server hashes. */
import canonicalize from "canonicalize";
import { toHex } from "./hex";

export interface Frozen {
  bytes: string;
  sha256: string;
}

/** Write `content` as canonical JSON (RFC 8785) and hash its UTF-8 bytes. */
export async function freeze(content: object): Promise<Frozen> {
  const bytes = canonicalize(content);
  if (bytes === undefined) throw new TypeError("nothing to freeze");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(bytes));
  return { bytes, sha256: toHex(new Uint8Array(digest)) };
}
