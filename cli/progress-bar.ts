import { performance } from 'node:perf_hooks';
import { SingleBar } from 'cli-progress';
import type { Progress } from '../adapters/operations/index.js';

type Stream = NodeJS.WriteStream;

/** How far work is, in things of this kind, and what else is worth telling. */
export type ShownProgress = Progress & { readonly unit?: string };

/** Shows on standard error how far long work is. */
export type ProgressBar = {
  report(progress: ShownProgress): void;
  stop(): void;
};

/** Without a terminal every line stays in a log, so there are few of them. */
const LINE_EVERY_MS = 3_000;
const SECOND_MS = 1_000;

/** A moving bar on a terminal, a line every few seconds elsewhere, nothing where silence was asked for. */
export function createProgressBar(stream: Stream, isSilent: boolean): ProgressBar {
  if (isSilent) return { report: () => undefined, stop: () => undefined };
  return stream.isTTY ? movingBar(stream) : lines(stream);
}

function movingBar(stream: Stream): ProgressBar {
  const started = performance.now();
  const bar = new SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    format: (_options, _params, payload: { readonly text?: string }) => payload.text ?? '',
  });
  let isStarted = false;
  return {
    report: (progress) => {
      const text = `${drawing(progress)}${progressText(progress, performance.now() - started)}`;
      if (isStarted) bar.update(progress.done, { text });
      else bar.start(progress.total ?? progress.done, progress.done, { text });
      isStarted = true;
    },
    stop: () => bar.stop(),
  };
}

function lines(stream: Stream): ProgressBar {
  const started = performance.now();
  let last = started;
  return {
    report: (progress) => {
      const now = performance.now();
      if (now - last < LINE_EVERY_MS) return;
      last = now;
      stream.write(`${progressText(progress, now - started)}\n`);
    },
    stop: () => undefined,
  };
}

const BAR_WIDTH = 24;

function drawing({ done, total }: Progress): string {
  if (total === undefined || total === 0) return '';
  const filled = Math.min(BAR_WIDTH, Math.floor((done / total) * BAR_WIDTH));
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} `;
}

/** How far, how fast, how many refused, and how long it will still take where that can be known. */
export function progressText({ done, refused, total, unit, note }: ShownProgress, elapsedMs: number): string {
  const perSecond = elapsedMs <= 0 ? 0 : (done * SECOND_MS) / elapsedMs;
  const parts = [
    total === undefined
      ? `${done} done`
      : `${done} of ${total}${unit === undefined ? '' : ` ${unit}`} (${percent(done, total)} %)`,
    `${Math.round(perSecond)}/s`,
  ];
  if (note !== undefined) parts.push(note);
  if (refused > 0) parts.push(`${refused} refused`);
  if (total !== undefined && perSecond > 0) parts.push(`${timeText((total - done) / perSecond)} left`);
  return parts.join(', ');
}

function percent(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((done / total) * 100);
}

const MINUTE_S = 60;
const HOUR_S = 3_600;

function timeText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole < MINUTE_S) return `${whole} s`;
  if (whole < HOUR_S) return `${Math.floor(whole / MINUTE_S)} min ${whole % MINUTE_S} s`;
  return `${Math.floor(whole / HOUR_S)} h ${Math.floor((whole % HOUR_S) / MINUTE_S)} min`;
}
