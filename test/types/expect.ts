type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only if both types are exactly the same, `any` and optional members told apart. */
export declare function same<A, B>(...differs: Same<A, B> extends true ? [] : [never]): void;
