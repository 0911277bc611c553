// Draws one SVG sprite for each door from a plain list of lucide names, so that a page carries only what it shows.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

async function symbol(name) {
  const file = here(`../node_modules/lucide-static/icons/${name}.svg`);
  const drawing = await readFile(file, "utf8").catch(() => {
    throw new Error(`lucide has no icon "${name}"`);
  });
  const inside = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inside.replace(/\s*\n\s*/g, "")}</symbol>`;
}

async function sprite(door) {
  const list = await readFile(here(`../${door}/icons.txt`), "utf8");
  const names = list.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
  const out = here(`../../dundian/doors/${door}/static/${door}/built/icons.svg`);
  await mkdir(dirname(out), { recursive: true });
  const symbols = await Promise.all([...new Set(names)].sort().map(symbol));
  await writeFile(out, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
  console.error(`${door}: ${symbols.length} icons`);
}

for (const door of ["desk", "portal"]) await sprite(door);
