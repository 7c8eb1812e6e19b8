import { useEffect, useState } from 'preact/hooks';
import { Button, Empty, List, Screen } from '../parts/page.js';
import { resume } from '../session.js';
import { whenOf } from '../times.js';
import { keptVisits, type PlacedVisit } from '../visits-offline.js';

/** Without a connection: when and where one has to be, and nothing else. */
export default function Offline() {
  const [visits, setVisits] = useState<readonly PlacedVisit[]>([]);
  useEffect(() => {
    void keptVisits().then(setVisits);
    const retry = () => void resume();
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, []);
  return (
    <Screen title="No connection">
      <Empty icon="cloud" title="The clinic cannot be reached">
        <p>Everything else is here again as soon as you are connected.</p>
        <Button onClick={() => void resume()}>Try again</Button>
      </Empty>
      {visits.length > 0 && <h2>Your appointments</h2>}
      <List of={visits}>
        {({ start_time: start, timezone, place }) => (
          <div class="row">
            <span>
              <strong>{whenOf(start, timezone)}</strong>
              <small>{place}</small>
            </span>
          </div>
        )}
      </List>
    </Screen>
  );
}
