export const bundleLimit = 700_000;
