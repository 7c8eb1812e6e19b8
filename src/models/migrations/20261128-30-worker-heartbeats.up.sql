-- Which workers poll, and since when.
create table worker_heartbeats (
  worker_id text primary key,
  task_queue text not null,
  beat_at timestamptz not null
);

call grant_access('worker_heartbeats', api => 'select', worker => 'select, insert, update, delete');
