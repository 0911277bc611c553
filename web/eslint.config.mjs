import js from "@eslint/js";
import vue from "eslint-plugin-vue";
import ts from "typescript-eslint";

const node = { console: "readonly", process: "readonly", URL: "readonly" };

// Only the outbox speaks to the server and to the database (the rest of the house is held by dependency-cruiser).
const outboxOnly = [
  { name: "fetch", message: "Only the outbox speaks to the server." },
  { name: "XMLHttpRequest", message: "Only the outbox speaks to the server." },
  { name: "indexedDB", message: "Only the outbox opens the database." },
];

export default ts.config(
  { ignores: ["node_modules", "**/built"] },
  js.configs.recommended,
  { files: ["**/*.mjs"], languageOptions: { globals: node } },
  {
    files: ["**/*.{ts,vue}"],
    extends: [...ts.configs.strict, ...ts.configs.stylistic, ...vue.configs["flat/recommended"]],
    languageOptions: { parserOptions: { parser: ts.parser, sourceType: "module" } },
    rules: {
      "no-undef": "off", // the type checker knows the names
      complexity: ["error", 8],
      "max-params": ["error", 4],
      "max-lines": ["error", { max: 300, skipBlankLines: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-globals": ["error", ...outboxOnly],
      "no-console": "error",
      "vue/multi-word-component-names": "off", // screens are called as people call them
      "vue/max-attributes-per-line": "off",
      "vue/singleline-html-element-content-newline": "off",
      "vue/html-self-closing": ["error", { html: { void: "always", normal: "always", component: "always" } }],
      "vue/block-order": ["error", { order: ["script", "template", "style"] }],
      "vue/no-v-html": "error",
    },
  },
  { files: ["phone/src/outbox/**", "phone/tests/**"], rules: { "no-restricted-globals": "off", "max-lines-per-function": "off" } },
);
