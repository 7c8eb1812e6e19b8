import { useEffect } from 'preact/hooks';
import { answerOf, api, type Notification } from '../api.js';
import { changes } from '../notifications.js';
import { Button, LoadedList, Screen, useLoad } from '../parts/page.js';
import { momentOf } from '../times.js';

/** What the clinic has to tell; each leads to what it is about. */
export default function Notifications() {
  const list = useLoad(() => answerOf(api.GET('/api/v1/notifications')), []);
  useEffect(() => void list.again(), [changes.value]);
  const readAll = async () => {
    await answerOf(api.POST('/api/v1/notifications/read-all')).catch(() => undefined);
    await list.again();
  };
  const isAnyNew = list.data?.some(({ read_at: read }) => read === null);
  return (
    <Screen title="Notifications" aside={isAnyNew && <Button onClick={() => void readAll()}>Mark all as read</Button>}>
      <LoadedList of={list} empty={['bell', 'Nothing yet', 'You are told here when somebody has written to you.']}>
        {(one) => <Row one={one} again={list.again} />}
      </LoadedList>
    </Screen>
  );
}

function Row({ one, again }: { readonly one: Notification; readonly again: () => Promise<void> }) {
  const { id, title, body, url, created_at: at, read_at: read } = one;
  const markRead = async () => {
    await answerOf(api.POST('/api/v1/notifications/{id}/read', { params: { path: { id } } })).catch(() => undefined);
    await again();
  };
  return (
    <div class="row">
      <span>
        <a href={url} onClick={() => void markRead()}>
          {title}
        </a>
        <p>{body}</p>
        <small>{momentOf(at)}</small>
      </span>
      {read === null && (
        <Button look="link" onClick={() => void markRead()}>
          Mark as read
        </Button>
      )}
    </div>
  );
}
