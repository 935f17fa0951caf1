import { openFloor } from './floor-database.js';

export type MessagesFloor = {
  readonly path: string;
  readonly goals: number;
  readonly members: number;
  readonly messages: number;
};

const BATCH = 3_000;
const PARAMS = JSON.stringify({
  goal: 'Goal',
  share: { $tiyn: '4958300' },
  due: '2026-02-05',
  missing: { $tiyn: '891000000' },
});
const DELIVERY = JSON.stringify({ status: 'planned', dueAt: { $at: 1_770_008_400_000 } });

/** Writes rows of messages with the bare driver, all values made before: what the disk and SQLite cost. */
export function measureMessagesFloor({ path, goals, members, messages }: MessagesFloor): number {
  const db = openFloor(path, goals * members, goals);
  const insert = db.prepare(
    `INSERT INTO messages (key, client_id, goal_id, template, class, params, planned_at, expires_at, unless_paid_after,
       next_at, delivery) VALUES (?, ?, ?, 'reminder.due', 2, ?, 0, 0, 20260105, 0, ?) ON CONFLICT (key) DO NOTHING`,
  );
  const rows = Array.from({ length: messages }, (_, n) => {
    const client = 1 + (n % (goals * members));
    const goal = 1 + Math.floor((client - 1) / members);
    return {
      key: `reminder.due/0195f2d4-0000-7000-8000-${String(goal).padStart(12, '0')}/${n}/c-${client}`,
      client,
      goal,
    };
  });
  const start = performance.now();
  for (let from = 0; from < rows.length; from += BATCH) {
    db.transaction(() => {
      for (const { key, client, goal } of rows.slice(from, from + BATCH))
        insert.run(key, client, goal, PARAMS, DELIVERY);
    }).immediate();
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  return messages / seconds;
}
