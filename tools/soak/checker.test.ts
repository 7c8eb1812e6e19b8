import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClientSeen, type Message, messageOf, type RoomShown } from '../rig/chat/seen.js';
import { check } from './checker.js';

// The checker of `npm run soak` must see every kind of damage: each is done to a run in which all is well.

interface Scene {
  readonly room: { id: string; messages: Message[] };
  readonly doctor: ClientSeen;
  readonly patient: ClientSeen;
}

/** A doctor and a patient who wrote three messages, the second of which was edited. */
function scene(): Scene {
  const said = (seq: number, rev: number, sender: string, message: string): Message => ({
    ...{ id: `m${seq}`, seq, rev, sender, message },
    clientMessageId: `${sender}-${seq}`,
  });
  const messages = [
    said(1, 1, 'doctor', 'Good morning'),
    said(2, 4, 'patient', 'Since Monday'),
    said(3, 3, 'patient', 'Here'),
  ];
  const client = (user: string): ClientSeen => ({
    ...{ name: user, room: 'r', user, repeats: [], refusals: [] },
    followed: [
      { from: 0, revs: [1, 2] },
      { from: 3, revs: [4] },
    ],
    acknowledged: messages
      .filter(({ sender }) => sender === user)
      .map(({ id, seq, message }) => ({ clientMessageId: `${user}-${seq}`, id, seq, says: message })),
    holds: new Map(messages.map((message) => [message.id, message])),
  });
  const patient = client('patient');
  patient.repeats.push({ clientMessageId: 'patient-3', id: 'm3', duplicate: true });
  return { room: { id: 'r', messages }, doctor: client('doctor'), patient };
}

function judge({ room, doctor, patient }: Scene) {
  const rooms: readonly RoomShown[] = [room];
  return check({ rooms, clients: [doctor, patient] });
}

const change = (messages: Message[], at: number, other: Partial<Message>) => {
  const message = messages[at];
  assert.ok(message);
  messages[at] = { ...message, ...other };
};

test('a run in which all is well has no violation, and every rule has looked at something', () => {
  const { violations, rules } = judge(scene());
  assert.deepEqual(violations, []);
  assert.deepEqual(
    rules.filter(({ looked }) => looked === 0),
    [],
  );
  assert.deepEqual(
    rules.map(({ rule }) => rule).sort(),
    [...new Set(DAMAGE.map(([, rule]) => rule))].sort(),
    'each rule has its damage below',
  );
});

const DAMAGE: readonly (readonly [what: string, rule: string, damage: (scene: Scene) => void])[] = [
  [
    'an acknowledged message is lost',
    'an acknowledged message is stored as it was acknowledged',
    ({ room }) => room.messages.pop(),
  ],
  [
    'an acknowledged message is in another place',
    'an acknowledged message is stored as it was acknowledged',
    ({ room }) => change(room.messages, 2, { seq: 4 }),
  ],
  [
    'an acknowledged message is another person’s',
    'an acknowledged message is stored as it was acknowledged',
    ({ room }) => change(room.messages, 2, { sender: 'doctor' }),
  ],
  [
    'a message is stored twice',
    'what a client sends once is stored once',
    ({ room }) => {
      room.messages.push(...room.messages.slice(-1));
      change(room.messages, 3, { id: 'm4', seq: 4, rev: 5 });
    },
  ],
  [
    'a message is shown twice',
    'the messages of a room count from 1, in order, without a gap',
    ({ room }) => room.messages.push(...room.messages.slice(-1)),
  ],
  [
    'two messages are shown in the wrong order',
    'the messages of a room count from 1, in order, without a gap',
    ({ room }) => room.messages.reverse(),
  ],
  [
    'a number is left out',
    'the messages of a room count from 1, in order, without a gap',
    ({ room }) => room.messages.shift(),
  ],
  [
    'an edit is lost',
    'a message says what was acknowledged last',
    ({ room }) => change(room.messages, 1, { message: 'Since Sunday' }),
  ],
  [
    'a later message stands before an earlier one',
    'messages of a client stand in the order of sending',
    ({ patient }) => patient.acknowledged.reverse(),
  ],
  [
    'a repeat is a message of its own',
    'a repeat is answered with the message that it repeats',
    ({ patient }) => patient.repeats.push({ clientMessageId: 'patient-3', id: 'm4', duplicate: true }),
  ],
  [
    'a repeat is not called one',
    'a repeat is answered with the message that it repeats',
    ({ patient }) => patient.repeats.push({ clientMessageId: 'patient-3', id: 'm3', duplicate: false }),
  ],
  [
    'a change does not come',
    'changes come in their order, once, without a gap, on each connection',
    ({ doctor }) => doctor.followed[0]?.revs.shift(),
  ],
  [
    'a change comes twice',
    'changes come in their order, once, without a gap, on each connection',
    ({ doctor }) => doctor.followed[0]?.revs.push(2),
  ],
  [
    'changes come in the wrong order',
    'changes come in their order, once, without a gap, on each connection',
    ({ doctor }) => doctor.followed[0]?.revs.reverse(),
  ],
  [
    'a change comes again that the answer to the join had',
    'changes come in their order, once, without a gap, on each connection',
    ({ doctor }) => doctor.followed[1]?.revs.unshift(3),
  ],
  [
    'a message never comes to a member',
    'a client has each message of its room, as it is',
    ({ doctor }) => doctor.holds.delete('m3'),
  ],
  [
    'an edit never comes to a member',
    'a client has each message of its room, as it is',
    ({ doctor, room }) => {
      const [, second] = room.messages;
      assert.ok(second);
      doctor.holds.set('m2', { ...second, rev: 2, message: 'Since' });
    },
  ],
  [
    'a member was shown what is not there',
    'a client has nothing that is not in its room',
    ({ doctor, room }) => {
      const [first] = room.messages;
      assert.ok(first);
      doctor.holds.set('m9', { ...first, id: 'm9' });
    },
  ],
  [
    'a client is refused',
    'a correct client is refused nothing',
    ({ patient }) => patient.refusals.push('message:send: forbidden'),
  ],
];

for (const [what, rule, damage] of DAMAGE) {
  test(`${what}: noticed`, () => {
    const damaged = scene();
    damage(damaged);
    const rules = new Set(judge(damaged).violations.map((violation) => violation.rule));
    assert.ok(rules.has(rule), `${[...rules].join(', ') || 'nothing'} was reported`);
  });
}

test('a room that REST does not show has lost everything', () => {
  const { doctor } = scene();
  const { violations } = check({ rooms: [], clients: [doctor] });
  assert.ok(violations.some(({ rule }) => rule === 'an acknowledged message is stored as it was acknowledged'));
});

test('what is no message is seen to be none', () => {
  for (const none of [null, 'text', {}, { id: 'm', seq: '1', rev: 1 }]) assert.equal(messageOf(none), null);
  assert.deepEqual(messageOf({ id: 'm', seq: 1, rev: 2, message: 'Hello', sender: 'p', client_message_id: 'c' }), {
    ...{ id: 'm', seq: 1, rev: 2, message: 'Hello', sender: 'p', clientMessageId: 'c' },
  });
});
