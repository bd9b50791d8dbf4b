/** The most bytes the one file of the screen may have. */
export const bundleLimit = 850_000;
