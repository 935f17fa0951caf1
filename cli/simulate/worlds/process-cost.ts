/** What a process has taken of its machine so far. */
export type ProcessCost = { readonly cpuMs: number; readonly peakRssMb: number };

/** CPU time of this process, and the most memory that it had. */
export function costSoFar(): ProcessCost {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMs: (userCPUTime + systemCPUTime) / 1_000, peakRssMb: maxRSS / 1_024 };
}
