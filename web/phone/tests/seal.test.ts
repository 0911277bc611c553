import { describe, expect, it } from "vitest";
import { freeze } from "../src/seal/canonical";
import { inGroups, linkOf, newCode } from "../src/seal/code";
import { checkDigit, holds } from "../src/seal/damm";
import { lookupOf, STRETCH } from "../src/seal/lookup";
import vectors from "../src/seal/vectors.json";

describe("the check digit", () => {
  it("is the one of Damm's own example", () => {
    expect(checkDigit("572")).toBe("4");
    expect(holds("5724")).toBe(true);
  });

  const code = vectors.examples[0]?.code ?? "";
  const places = [...code].map((digit, at) => ({ digit, before: code.slice(0, at), after: code.slice(at + 1) }));

  it("finds every wrong digit", () => {
    for (const { digit, before, after } of places) {
      const right = [..."0123456789"].filter((other) => holds(before + other + after));
      expect(right).toEqual([digit]);
    }
  });

  it("finds every swap of two neighbours", () => {
    for (const { digit, before, after } of places.slice(0, -1)) {
      const swapped = before + after.charAt(0) + digit + after.slice(1);
      expect(holds(swapped)).toBe(swapped === code);
    }
  });

  it("is asked of digits only", () => {
    expect(() => checkDigit("12a")).toThrow(RangeError);
    expect(holds("")).toBe(false);
  });
});

describe("a receipt code", () => {
  it("has twenty digits that hold together and no two are the same", () => {
    const codes = Array.from({ length: 200 }, () => newCode());
    for (const code of codes) expect(code).toMatch(/^\d{20}$/);
    for (const code of codes) expect(holds(code)).toBe(true);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it("favours no digit: bytes above 249 are thrown away", () => {
    let next = 256;
    const falling = (bytes: Uint8Array) => bytes.forEach((_, at) => (bytes[at] = --next));
    expect(newCode(falling).startsWith("987654321098765432")).toBe(true); // 255…250 gave nothing, 249 gave the first 9
  });

  it("is read in five groups of four and linked in the fragment, which no server sees", () => {
    expect(inGroups("38270941665027184531")).toEqual(["3827", "0941", "6650", "2718", "4531"]);
    const link = new URL(linkOf("38270941665027184531", "https://portal.example/"));
    expect(link.pathname + link.search).toBe("/");
    expect(link.hash).toBe("#38270941665027184531");
  });
});

describe("the lookup", () => {
  it("agrees with the vectors that the server's tests share", async () => {
    for (const { code, lookup } of vectors.examples) expect(await lookupOf(code)).toBe(lookup);
  });

  it("is stretched as the vectors say", () => {
    expect(STRETCH).toMatchObject({ salt: vectors.salt, memorySize: vectors.memory_kib, iterations: vectors.passes, parallelism: vectors.lanes });
  });
});

describe("frozen bytes", () => {
  it("do not depend on the order in which fields were written", async () => {
    const one = await freeze({ v: 1, body: { text: "热饭", at: "x" } });
    const other = await freeze({ body: { at: "x", text: "热饭" }, v: 1 });
    expect(one).toEqual(other);
    expect(one.bytes).toBe('{"body":{"at":"x","text":"热饭"},"v":1}');
    expect(one.sha256).toBe("47be79d2e199a81a7cfcfe77538c0b3ebc4e0b8526ae2ebaee1dfbe968e04f78");
  });
});
