/** Gives work its lane by what it is about; the same thing always goes by the same lane. */
export type Lanes<Lane> = (key: string) => Lane;

const MULTIPLIER = 31;

/**
 * Opens lanes side by side. Work about one goal is never in two of them at once, so that none waits for what another one has
 * locked.
 *
 * @param count a whole number from 1
 */
export function createLanes<Lane>(count: number, open: () => Lane): Lanes<Lane> {
  const lanes = Array.from({ length: count }, open) as [Lane, ...Lane[]];
  return (key) => {
    let hash = 0;
    for (let at = 0; at < key.length; at += 1) hash = (Math.imul(hash, MULTIPLIER) + key.charCodeAt(at)) | 0;
    return lanes[Math.abs(hash % count)] ?? lanes[0];
  };
}
