import type { Smpp } from 'smpp';

/** The name of a command status, such as ESME_RTHROTTLED. */
export function statusName(smpp: Smpp, status: number): string {
  const [name] = Object.entries(smpp.errors).find(([, code]) => code === status) ?? [];
  return name ?? `0x${status.toString(16)}`;
}
