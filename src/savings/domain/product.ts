/** The terms of a savings account. An account keeps the terms it was opened with, whatever later goals get. */
export type SavingsProduct = {
  /** Nominal yearly rate in basis points: 1400 = 14 %. */
  readonly rateBps: number;
  readonly dayCount: 'actual/365';
  /** `none` accrues simple interest and pays it when the account is closed. */
  readonly capitalisation: 'monthly' | 'none';
};
