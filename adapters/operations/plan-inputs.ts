import { z } from 'zod';
import { PLAN_KINDS, PLAN_RHYTHMS } from '../../src/savings/index.js';
import { count, flag, money, percent } from './inputs.js';

const MAX_STEP_MONTHS = 120;
const MONTH_DAYS = 31;

/** What can be said about a plan; which of it belongs to which kind is the core's to say. */
export const planTerms = {
  kind: z.enum(PLAN_KINDS).optional(),
  amount: money().optional(),
  percent: percent().optional(),
  every: z.enum(PLAN_RHYTHMS).optional(),
  on: count(1, MONTH_DAYS).optional(),
  roundTo: money().optional(),
  stepPercent: percent().optional(),
  stepMonths: count(1, MAX_STEP_MONTHS).optional(),
  stepOnRise: flag().optional(),
  descending: flag().optional(),
  floor: money().optional(),
  catchUp: flag().optional(),
};
