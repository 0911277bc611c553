import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// One file without imports: it runs as a module and as a classic deferred script.
export default defineConfig({
  root: here("."),
  publicDir: false,
  build: {
    outDir: here("../../dundian/doors/desk/static/desk/built"),
    emptyOutDir: false, // the icon sprite lies there too
    target: "es2022",
    rolldownOptions: { checks: { eval: false } }, // htmx carries one eval; main.ts switches it off
    lib: { entry: here("src/main.ts"), formats: ["iife"], name: "dundianDesk", fileName: () => "desk.js" },
  },
});
