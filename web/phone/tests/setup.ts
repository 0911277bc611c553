import "fake-indexeddb/auto";
import { vi } from "vitest";

class Memory {
  private rows = new Map<string, string>();
  getItem = (key: string) => this.rows.get(key) ?? null;
  setItem = (key: string, value: string) => void this.rows.set(key, value);
  removeItem = (key: string) => void this.rows.delete(key);
}

vi.stubGlobal("localStorage", new Memory());
