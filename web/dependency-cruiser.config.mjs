// The house in web/phone: app → screens → outbox → seal, api. `look` and `device` lean on nobody.
const from = (path) => ({ path: `^phone/src/${path}` });
const layer = (name, path, forbidden) => ({
  name,
  severity: "error",
  from: from(path),
  to: { path: `^phone/src/(${forbidden})/` },
});

export default {
  forbidden: [
    { name: "no circles", severity: "error", from: {}, to: { circular: true } },
    { name: "no dead ends", severity: "error", from: { path: "^phone/src" }, to: { couldNotResolve: true, pathNot: "^virtual:" } },
    layer("api knows nobody", "api/", "app|screens|outbox|seal|look|device"),
    layer("seal knows nobody", "seal/", "app|screens|outbox|look|device|api"),
    layer("look and device know nobody", "(look|device)/", "app|screens|outbox|seal|api"),
    layer("the outbox knows seal and api", "outbox/", "app|screens|look|device"),
    layer("screens do not know the app", "screens/", "app"),
    {
      name: "screens do not know each other",
      severity: "error",
      from: { path: "^phone/src/screens/([^/]+)/" },
      to: { path: "^phone/src/screens/", pathNot: "^phone/src/screens/$1/" },
    },
    {
      name: "only the outbox opens the database",
      severity: "error",
      from: { path: "^phone/src/", pathNot: "^phone/src/outbox/" },
      to: { path: "node_modules/dexie" },
    },
    {
      name: "the outbox has one door",
      severity: "error",
      from: { path: "^phone/src/(app|screens)/" },
      to: { path: "^phone/src/outbox/", pathNot: "^phone/src/outbox/index.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "phone/tsconfig.json" },
    enhancedResolveOptions: { extensions: [".ts", ".vue", ".json", ".css"], exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
