/**
 * Days off in Kazakhstan besides Saturdays and Sundays, for a five-day week, year by year.
 * Source: the law on holidays (21 December 1999 No. 267) and articles 84 and 85 of the Labour Code. A public holiday
 * on a weekend moves the day off to the next working day; Christmas (7 January) and the first day of Kurban Ait do not.
 * Kurban Ait follows the moon: check its day when the Muftiate announces it. Reviewed against published calendars
 * to 2026; 2027 and 2028 are derived from the rules, before any decree that moves days off.
 */
export const KZ_HOLIDAYS = [
  // 2024: 23 March and 6 July are Saturdays; 8 May by the order of 17 April 2024 (4 May worked)
  ...['2024-01-01', '2024-01-02', '2024-01-07', '2024-03-08', '2024-03-21', '2024-03-22', '2024-03-23', '2024-03-25'],
  ...['2024-05-01', '2024-05-07', '2024-05-08', '2024-05-09', '2024-06-16', '2024-07-06', '2024-07-08', '2024-08-30'],
  ...['2024-10-25', '2024-12-16'],
  // 2025: 8, 22, 23 March, 6 July, 30 August, 25 October on weekends; 3 January by order (5 January worked)
  ...['2025-01-01', '2025-01-02', '2025-01-03', '2025-01-07', '2025-03-08', '2025-03-10', '2025-03-21', '2025-03-22'],
  ...['2025-03-23', '2025-03-24', '2025-03-25', '2025-05-01', '2025-05-07', '2025-05-09', '2025-06-06', '2025-07-06'],
  ...['2025-07-07', '2025-08-30', '2025-09-01', '2025-10-25', '2025-10-27', '2025-12-16'],
  // 2026: 8, 21, 22 March, 9 May, 25 October on weekends; 30 August is no longer a holiday
  ...['2026-01-01', '2026-01-02', '2026-01-07', '2026-03-08', '2026-03-09', '2026-03-21', '2026-03-22', '2026-03-23'],
  ...['2026-03-24', '2026-03-25', '2026-05-01', '2026-05-07', '2026-05-09', '2026-05-11', '2026-05-27', '2026-07-06'],
  ...['2026-10-25', '2026-10-26', '2026-12-16'],
  // 2027: 2 January, 21 March, 1 and 9 May on weekends; Constitution Day is now 15 March
  ...['2027-01-01', '2027-01-02', '2027-01-04', '2027-01-07', '2027-03-08', '2027-03-15', '2027-03-21', '2027-03-22'],
  ...['2027-03-23', '2027-03-24', '2027-05-01', '2027-05-03', '2027-05-07', '2027-05-09', '2027-05-10', '2027-05-16'],
  ...['2027-07-06', '2027-10-25', '2027-12-16'],
  // 2028: 1 and 2 January, 7 May, 16 December on weekends
  ...['2028-01-01', '2028-01-02', '2028-01-03', '2028-01-04', '2028-01-07', '2028-03-08', '2028-03-15', '2028-03-21'],
  ...['2028-03-22', '2028-03-23', '2028-05-01', '2028-05-05', '2028-05-07', '2028-05-08', '2028-05-09', '2028-07-06'],
  ...['2028-10-25', '2028-12-16', '2028-12-18'],
] as const;

/** Saturdays and Sundays that are worked because an order moved the day off to a weekday. */
export const KZ_WORKING_WEEKENDS = ['2024-05-04', '2025-01-05'] as const;
