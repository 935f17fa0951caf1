/** What a subscriber was told in a run. */
export type DispatchReport = {
  readonly subscriber: string;
  /** Events. */
  readonly delivered: number;
  /** Goals at which it failed in this run, and those of them that were parked. */
  readonly failed: number;
  readonly parked: number;
  /** Why the run ended before it was through; null when it was. */
  readonly stopped: 'interrupted' | 'out-of-time' | 'subscriber-unavailable' | null;
};
