/** The only source of the present. Instants are `Date`s in UTC; civil dates are Asia/Almaty. */
export type Clock = { now(): Date };
