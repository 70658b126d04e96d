/** The version of this package, for the `User-Agent`. */
export const VERSION = "0.3.0";
