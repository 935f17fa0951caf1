declare const brand: unique symbol;

/** A value that was checked or made for one purpose, so that a goal's id cannot stand where a client's id belongs. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
