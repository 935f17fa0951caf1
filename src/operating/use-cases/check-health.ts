import { type Actor, authorise } from '../../access/index.js';
import { VerifyLedger } from '../../ledger/index.js';
import { asGoalId, assertAlmatyZone, type GoalId } from '../../shared/index.js';
import { type HealthCheck, MAX_EVENT_LAG_MS } from '../domain/health.js';
import { samplePlaces } from '../domain/sample.js';
import type { OperatingPorts } from '../ports/index.js';
import { countLate } from './late-transfers.js';

export type HealthReport = { readonly ok: boolean; readonly checks: readonly HealthCheck[] };

const SAMPLED_GOALS = 20;
const MAX_NAMED = 5;

type Finding = Pick<HealthCheck, 'ok' | 'found'>;

/**
 * Looks whether a running Jinaq is well: the database, the zone data of this machine, the bank, transfers that nobody has
 * settled, events that nobody was told, and the chains of some goals. Changes nothing.
 *
 * @throws access.denied
 */
export class CheckHealth {
  readonly #deps: OperatingPorts;

  constructor(deps: OperatingPorts) {
    this.#deps = deps;
  }

  async execute({ actor }: { readonly actor: Actor }): Promise<HealthReport> {
    authorise(actor, 'doctor.show');
    const checks = [
      await look('database', () => this.#database()),
      await look('clock-zone', async () => zone()),
      await look('bank', () => this.#bank()),
      await look('pending', () => countLate(this.#deps)),
      await look('events', () => this.#events()),
      await look('chains', () => this.#chains()),
    ];
    return { ok: checks.every(({ ok }) => ok), checks };
  }

  /** A store opens only a schema that it knows, so that one which answers has it. */
  async #database(): Promise<Finding> {
    await this.#deps.store.read((tx) => tx.goalIds.page(null, 1));
    return { ok: true, found: 'It answers, with the schema that this program knows.' };
  }

  async #bank(): Promise<Finding> {
    const { status } = await this.#deps.bank.transferStatus(this.#deps.ids.next());
    if (status === 'unseen') return { ok: true, found: 'It answers.' };
    return { ok: false, found: `It says "${status}" of a transfer that was never sent: is it the right bank?` };
  }

  async #events(): Promise<Finding> {
    const now = this.#deps.clock.now().getTime();
    const readers = await this.#deps.store.read((tx) => tx.outbox.lag());
    const problems = readers.flatMap(({ reader, events, oldestAt, parked }) => [
      ...(oldestAt !== null && now - oldestAt.getTime() > MAX_EVENT_LAG_MS
        ? [`${reader} was not told ${events} events, the first for more than an hour: see events status`]
        : []),
      ...(parked > 0 ? [`${reader} has ${parked} goals parked: see events list, then events retry`] : []),
    ]);
    return { ok: problems.length === 0, found: problems.join('; ') || `${readers.length} readers are up to date.` };
  }

  async #chains(): Promise<Finding> {
    const goals = await this.#sampleGoals();
    const ledger = new VerifyLedger(this.#deps);
    const broken: GoalId[] = [];
    for (const goal of goals) if (!(await ledger.execute({ goal })).ok) broken.push(goal);
    if (broken.length === 0) return { ok: true, found: `Those of ${goals.length} sampled goals hold.` };
    const named = broken.slice(0, MAX_NAMED).join(', ');
    return { ok: false, found: `${broken.length} of ${goals.length} goals do not agree: ${named}: see ledger verify.` };
  }

  async #sampleGoals(): Promise<readonly GoalId[]> {
    return this.#deps.store.read(async (tx) => {
      const oldest = await tx.goalIds.page(null, SAMPLED_GOALS);
      const [first] = oldest;
      if (first === undefined) return [];
      const goals = new Set<GoalId>([first]);
      const begin = new Date(Number.parseInt(first.slice(0, 8) + first.slice(9, 13), 16));
      for (const place of samplePlaces(begin, this.#deps.clock.now(), SAMPLED_GOALS)) {
        for (const goal of await tx.goalIds.page(asGoalId(place), 1)) goals.add(goal);
      }
      // Where all were opened at once, as by an import, most of the places lie behind the last one.
      return [...new Set([...goals, ...oldest])].slice(0, SAMPLED_GOALS);
    });
  }
}

/** What cannot be looked at at all is not well. */
async function look(name: HealthCheck['name'], find: () => Promise<Finding>): Promise<HealthCheck> {
  try {
    return { name, ...(await find()) };
  } catch (error) {
    return { name, ok: false, found: error instanceof Error ? error.message : String(error) };
  }
}

function zone(): Finding {
  assertAlmatyZone();
  return { ok: true, found: 'The zone data of this machine knows Almaty as UTC+5.' };
}
