import type { Sql } from '../../sql.js';

/** Which workers poll, for readiness. Works on the pool: no actor, no transaction. */
export class WorkerHeartbeatRepository {
  constructor(private readonly db: Sql) {}

  async beat(workerId: string, taskQueue: string): Promise<void> {
    await this.db.query(
      `insert into worker_heartbeats (worker_id, task_queue, beat_at) values ($1, $2, now())
       on conflict (worker_id) do update set beat_at = now(), task_queue = excluded.task_queue`,
      [workerId, taskQueue],
    );
  }

  async remove(workerId: string): Promise<void> {
    await this.db.query("delete from worker_heartbeats where worker_id = $1 or beat_at < now() - interval '1 day'", [
      workerId,
    ]);
  }

  /** Seconds since the youngest beat on a task queue; null when there never was one. */
  async age(taskQueue: string): Promise<number | null> {
    const { rows } = await this.db.query<{ age: number | null }>(
      'select extract(epoch from now() - max(beat_at))::float8 as age from worker_heartbeats where task_queue = $1',
      [taskQueue],
    );
    return rows[0]?.age ?? null;
  }
}
