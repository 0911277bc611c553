/**
 * From a receipt code to what the server may know of it.
 *
 * lookup = HKDF-SHA256(Argon2id(code, salt, 64 MiB, 3 passes, 1 lane → 32 bytes), salt "", info "lookup", 32 bytes), in hex.
 * Argon2id: RFC 9106; HKDF: RFC 5869. The salt is fixed so that a code alone finds its thread; the price of
 * a guess is the memory and the passes. `vectors.json` holds one example which the server's tests share.
 */
import { argon2id } from "hash-wasm";
import { toHex } from "./hex";

export const STRETCH = {
  salt: "dundian/receipt1",
  memorySize: 64 * 1024, // KiB
  iterations: 3,
  parallelism: 1,
  hashLength: 32,
} as const;

const LOOKUP_LABEL = "lookup";

async function expand(key: Uint8Array<ArrayBuffer>, label: string): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
  const info = new TextEncoder().encode(label);
  const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info }, material, 256);
  return new Uint8Array(bits);
}

/** Return the 64 hex characters under which the server files what was said. Takes up to seconds on a slow phone. */
export async function lookupOf(code: string): Promise<string> {
  const key = await argon2id({ ...STRETCH, password: code, outputType: "binary" });
  return toHex(await expand(new Uint8Array(key), LOOKUP_LABEL));
}
