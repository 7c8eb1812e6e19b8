import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  gapsInWindow,
  parseWeekday,
  type SlotWindow,
  SlotWindowError,
  slotStartsInWindow,
  WEEKDAYS,
} from '../../../src/domain/scheduling/slots.js';

const SYDNEY: SlotWindow = {
  startDate: '2026-10-04',
  endDate: '2026-10-04',
  daysOfWeek: WEEKDAYS,
  startTime: '01:00',
  endTime: '04:00',
  zone: 'Australia/Sydney',
  minutes: 15,
};

function starts(window: Partial<SlotWindow>): string[] {
  return slotStartsInWindow({ ...SYDNEY, ...window }).map((slot) => slot.start.toISOString());
}

describe('slots on the day a zone loses an hour', () => {
  it('has 8 quarter hours between 01:00 and 04:00, 01:45 followed by 03:00', () => {
    const slots = starts({});
    assert.equal(slots.length, 8);
    assert.deepEqual(
      [slots[0], slots[3], slots[4]],
      ['2026-10-03T15:00:00.000Z', '2026-10-03T15:45:00.000Z', '2026-10-03T16:00:00.000Z'],
    );
  });
  it('moves a start or an end inside the gap to the first existing minute', () => {
    assert.equal(starts({ startTime: '02:30' })[0], '2026-10-03T16:00:00.000Z');
    assert.equal(starts({ startTime: '02:30' }).length, 4);
    assert.equal(starts({ endTime: '02:30' }).length, 4);
    assert.deepEqual(starts({ startTime: '02:00', endTime: '02:59' }), []);
  });
  it('gives a whole day 23 hours', () => {
    assert.equal(starts({ startTime: '00:00', endTime: '24:00', minutes: 60 }).length, 23);
  });
});

describe('slots on the day a zone gains an hour', () => {
  const day = { startDate: '2026-04-05', endDate: '2026-04-05' };
  it('has 16 quarter hours between 01:00 and 04:00 and 02:30 twice', () => {
    const slots = starts(day);
    assert.equal(slots.length, 16);
    assert.equal(new Set(slots).size, 16);
    assert.ok(slots.includes('2026-04-04T15:30:00.000Z') && slots.includes('2026-04-04T16:30:00.000Z'));
  });
  it('takes the earlier start and the later end', () => {
    assert.equal(starts({ ...day, startTime: '02:30' })[0], '2026-04-04T15:30:00.000Z');
    assert.equal(starts({ ...day, endTime: '02:30' }).at(-1), '2026-04-04T16:15:00.000Z');
  });
  it('gives a whole day 25 hours', () => {
    assert.equal(starts({ ...day, startTime: '00:00', endTime: '24:00', minutes: 60 }).length, 25);
  });
});

describe('slots in other zones', () => {
  const one = (zone: string, day: string, startTime: string, endTime: string) =>
    starts({ zone, startDate: day, endDate: day, startTime, endTime });
  it('knows the 30-minute shift of Lord Howe', () => {
    assert.equal(one('Australia/Lord_Howe', '2026-10-04', '01:00', '04:00').length, 10);
    assert.equal(one('Australia/Lord_Howe', '2026-10-04', '02:15', '04:00')[0], '2026-10-03T15:30:00.000Z');
    assert.equal(one('Australia/Lord_Howe', '2026-04-05', '01:00', '04:00').length, 14);
    assert.equal(one('Australia/Lord_Howe', '2026-04-05', '01:45', '04:00')[0], '2026-04-04T14:45:00.000Z');
  });
  it('changes Adelaide half an hour after Sydney', () => {
    assert.equal(one('Australia/Adelaide', '2026-10-04', '02:00', '04:00')[0], '2026-10-03T16:30:00.000Z');
    assert.equal(one('Australia/Adelaide', '2026-04-05', '01:00', '04:00').length, 16);
  });
  it('leaves Brisbane, Darwin, Perth, Eucla, Manila and Lagos alone', () => {
    const firsts = { Brisbane: '15:00', Darwin: '15:30', Perth: '17:00', Eucla: '16:15' };
    for (const [city, utc] of Object.entries(firsts)) {
      const slots = one(`Australia/${city}`, '2026-10-04', '01:00', '04:00');
      assert.equal(slots[0], `2026-10-03T${utc}:00.000Z`, city);
      assert.equal(slots.length, 12, city);
    }
    assert.equal(one('Asia/Manila', '2026-10-04', '09:00', '09:15')[0], '2026-10-04T01:00:00.000Z');
    assert.equal(one('Africa/Lagos', '2026-10-04', '09:00', '09:15')[0], '2026-10-04T08:00:00.000Z');
  });
  it('changes every listed year at the published instants', () => {
    const changes = [
      ['2026-10-04', '2026-10-03T16:00:00.000Z'],
      ['2027-10-03', '2027-10-02T16:00:00.000Z'],
      ['2028-10-01', '2028-09-30T16:00:00.000Z'],
    ] as const;
    for (const zone of ['Australia/Sydney', 'Australia/Melbourne', 'Australia/Hobart']) {
      for (const [day, instant] of changes) assert.equal(one(zone, day, '02:30', '04:00')[0], instant);
      for (const day of ['2026-04-05', '2027-04-04', '2028-04-02']) {
        assert.equal(one(zone, day, '01:00', '04:00').length, 16);
      }
    }
  });
  it('finds nothing on a date that a zone skipped', () => {
    assert.deepEqual(one('Pacific/Apia', '2011-12-30', '09:00', '17:00'), []);
  });
});

describe('what the clocks skip', () => {
  const gaps = (window: Partial<SlotWindow>) =>
    gapsInWindow({ ...SYDNEY, ...window }).map(({ at, from, to }) =>
      [at, new Date(from), new Date(to)].map((time) => time.toISOString()).join(' '),
    );
  const sydney = '2026-10-03T16:00:00.000Z 2026-10-04T02:00:00.000Z 2026-10-04T03:00:00.000Z';
  const day = { startDate: '2026-10-04', endDate: '2026-10-04' };

  it('is named for a window inside it, across it, and at either end of it', () => {
    for (const [startTime, endTime] of [
      ['02:00', '03:00'],
      ['02:15', '02:45'],
      ['01:00', '04:00'],
      ['01:00', '02:30'],
      ['02:30', '04:00'],
      ['00:00', '24:00'],
    ] as const)
      assert.deepEqual(gaps({ ...day, startTime, endTime }), [sydney], `${startTime} to ${endTime}`);
  });

  it('is nothing beside it, on other days and where an hour comes twice', () => {
    for (const [startTime, endTime] of [
      ['01:00', '02:00'],
      ['03:00', '04:00'],
      ['09:00', '17:00'],
    ] as const)
      assert.deepEqual(gaps({ ...day, startTime, endTime }), [], `${startTime} to ${endTime}`);
    assert.deepEqual(
      gaps({ startDate: '2026-10-05', endDate: '2026-10-05', startTime: '02:00', endTime: '03:00' }),
      [],
    );
    assert.deepEqual(
      gaps({ startDate: '2026-04-05', endDate: '2026-04-05', startTime: '02:00', endTime: '03:00' }),
      [],
    );
    assert.deepEqual(gaps({ ...day, zone: 'Australia/Brisbane', startTime: '02:00', endTime: '03:00' }), []);
  });

  it('is named once for each such day, and half an hour long on Lord Howe', () => {
    const years = { startDate: '2026-10-04', endDate: '2027-10-03', startTime: '02:00', endTime: '03:00' };
    assert.equal(gaps(years).length, 2);
    assert.deepEqual(gaps({ ...day, zone: 'Australia/Lord_Howe', startTime: '02:00', endTime: '02:30' }), [
      '2026-10-03T15:30:00.000Z 2026-10-04T02:00:00.000Z 2026-10-04T02:30:00.000Z',
    ]);
  });
});

describe('weekly windows', () => {
  it('keep 09:00 at 09:00 across the change', () => {
    const slots = starts({
      startDate: '2026-10-02',
      endDate: '2026-10-05',
      daysOfWeek: ['Monday', 'Friday'],
      startTime: '09:00',
      endTime: '09:15',
    });
    assert.deepEqual(slots, ['2026-10-01T23:00:00.000Z', '2026-10-04T22:00:00.000Z']);
  });
  it('give whole slots only, and none for a day that is not named', () => {
    assert.equal(starts({ startTime: '09:00', endTime: '09:44' }).length, 2);
    assert.deepEqual(starts({ daysOfWeek: ['Monday'] }), []);
    const [slot] = slotStartsInWindow({ ...SYDNEY, startTime: '09:00', endTime: '09:30', minutes: 30 });
    assert.equal(Number(slot?.end) - Number(slot?.start), 30 * 60_000);
  });
});

describe('refused windows', () => {
  const refused: readonly (readonly [keyof SlotWindow, Partial<SlotWindow>])[] = [
    ['startDate', { startDate: '2026-02-30' }],
    ['startDate', { startDate: '2026-2-3' }],
    ['endDate', { endDate: '2026-10-03' }],
    ['endDate', { endDate: '2027-10-05' }],
    ['endDate', { endDate: '2027-10-04', startTime: '00:00', endTime: '24:00', minutes: 0.05 }],
    ['daysOfWeek', { daysOfWeek: [] }],
    ['startTime', { startTime: '24:00' }],
    ['startTime', { startTime: '9:00' }],
    ['endTime', { endTime: '01:00' }],
    ['endTime', { endTime: '24:30' }],
    ['zone', { zone: 'EST' }],
    ['zone', { zone: 'Australia/Atlantis' }],
    ['minutes', { minutes: 0 }],
    ['minutes', { minutes: Number.NaN }],
  ];
  for (const [field, window] of refused) {
    it(`names ${field} for ${JSON.stringify(window)}`, () => {
      assert.throws(
        () => starts(window),
        (error) => error instanceof SlotWindowError && error.field === field,
      );
    });
  }
  it('takes 366 days', () => {
    assert.equal(starts({ endDate: '2027-10-04', startTime: '09:00', endTime: '09:15' }).length, 366);
  });
});

it('reads names of weekdays', () => {
  assert.equal(parseWeekday('Monday'), 'Monday');
  assert.equal(parseWeekday(' sun '), 'Sunday');
  assert.equal(parseWeekday('Mo'), undefined);
});
