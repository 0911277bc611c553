import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const manifest = {
  id: "/",
  name: "蹲点",
  short_name: "蹲点",
  description: "听到的，都有回话",
  lang: "zh-CN",
  start_url: "/",
  scope: "/",
  display: "standalone" as const,
  orientation: "portrait" as const,
  background_color: "#f7f5f0",
  theme_color: "#1f4e8c",
  icons: [
    { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
};

export default defineConfig({
  root: here("."),
  plugins: [
    vue(),
    VitePWA({
      manifest,
      // A new version waits until the person changes over: nobody's typing is reloaded away.
      registerType: "prompt",
      injectRegister: false,
      workbox: {
        globPatterns: ["**/*.{html,js,css,wasm,png,svg,webmanifest}"],
        globIgnores: ["**/jsQR-*.js"], // scanning an invite needs the network anyway
        // "/" is a screen like the others: kept as a directory, it would miss wherever Vary names a language.
        directoryIndex: "",
        navigateFallback: "/index.html",
        navigateFallbackDenylist: [/^\/api\//],
        clientsClaim: true, // the first visit is already kept for the next one without a network
        cleanupOutdatedCaches: true,
      },
    }),
  ],
  worker: { format: "es" },
  build: {
    outDir: here("../../dundian/doors/phone/app"),
    emptyOutDir: true,
    target: ["chrome87", "safari14"],
    assetsInlineLimit: 0, // the content policy allows no data: addresses
    chunkSizeWarningLimit: 700,
  },
  server: { port: 5173, proxy: { "/api": "http://127.0.0.1:8001" } },
});
