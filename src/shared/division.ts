import { invariant } from './errors.js';

/** Divides whole numbers, rounding half to even: banker's rounding favours neither the client nor the bank. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  invariant(divisor > 0n, `nothing is divided by ${divisor}`);
  if (dividend < 0n) return -divideHalfEven(-dividend, divisor);
  const quotient = dividend / divisor;
  const twiceRest = 2n * (dividend % divisor);
  const isUp = twiceRest > divisor || (twiceRest === divisor && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** Divides whole numbers that are not negative, rounding up, so that the parts are always enough. */
export function divideUp(dividend: bigint, divisor: bigint): bigint {
  invariant(dividend >= 0n && divisor > 0n, `${dividend} by ${divisor} is not rounded up`);
  return (dividend + divisor - 1n) / divisor;
}
