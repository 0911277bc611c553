// The two catalogues have the same keys and slots; every key the code names exists; Chinese keeps its own
// punctuation and its own tone.
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SOURCE = here("../phone/src");
const BANNED = /提交|请输入|非法|失败|用户|！|!/;
const HALF_WIDTH = /[\u4e00-\u9fff][,;:?]|[,;:?][\u4e00-\u9fff]/;

function flat(tree, prefix = "") {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const catalogue = async (lang) => new Map(flat(JSON.parse(await readFile(`${SOURCE}/app/locales/${lang}.json`, "utf8"))));
const slots = (words) => [...new Set(words.match(/\{\w+\}/g) ?? [])].sort().join();

async function named() {
  const keys = new Map();
  for (const file of await readdir(SOURCE, { recursive: true })) {
    if (!/\.(ts|vue)$/.test(file)) continue;
    const text = await readFile(`${SOURCE}/${file}`, "utf8");
    for (const [, key] of text.matchAll(/\bt\(\s*["'`]([\w.]+)["'`]/g)) keys.set(key, file);
  }
  return keys;
}

const faults = [];
const [zh, en] = [await catalogue("zh"), await catalogue("en")];
for (const key of zh.keys()) if (!en.has(key)) faults.push(`en lacks ${key}`);
for (const key of en.keys()) if (!zh.has(key)) faults.push(`zh lacks ${key}`);
for (const [key, words] of zh) {
  if (slots(words) !== slots(en.get(key) ?? "")) faults.push(`${key}: the slots differ`);
  if (BANNED.test(words)) faults.push(`${key}: a banned word in ${words}`);
  if (HALF_WIDTH.test(words)) faults.push(`${key}: half-width punctuation in ${words}`);
}
for (const [key, file] of await named()) if (!zh.has(key)) faults.push(`${file} names ${key}, which no catalogue has`);

for (const fault of faults) console.error(fault);
console.error(`${zh.size} messages, ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
