"""Who comes in, and how. No models, no rules: translate, one call, translate back."""
