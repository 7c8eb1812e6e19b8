import assert from 'node:assert/strict';
import { it } from 'node:test';
import { canonicalTimezone } from '../../../src/domain/timezones.js';

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  'Australia/Sydney': ['Australia/Sydney', 'australia/sydney', 'AUSTRALIA/SYDNEY', 'Australia/ACT', 'Australia/NSW'],
  'Australia/Lord_Howe': ['australia/lord_howe', 'Australia/LHI'],
  'America/New_York': ['US/Eastern', 'us/eastern', 'America/New_York'],
  'America/Argentina/Buenos_Aires': ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  'America/Argentina/Ushuaia': ['America/Argentina/Ushuaia'],
  'Asia/Kolkata': ['Asia/Calcutta', 'Asia/Kolkata', 'asia/kolkata'],
  'Europe/Kyiv': ['Europe/Kiev', 'Europe/Kyiv'],
  'Europe/Oslo': ['Europe/Oslo'],
  UTC: ['UTC', 'utc', 'Etc/UTC'],
};

for (const [canonical, spellings] of Object.entries(SPELLINGS)) {
  it(`gives one spelling for ${canonical}`, () => {
    for (const name of spellings) assert.equal(canonicalTimezone(name), canonical, name);
  });
}

it('gives the tz database its own name back for every zone that this runtime knows', () => {
  for (const name of Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))) {
    const canonical = canonicalTimezone(name);
    assert.ok(canonical, name);
    assert.equal(canonicalTimezone(canonical), canonical, name);
    assert.equal(canonicalTimezone(canonical.toLowerCase()), canonical, name);
  }
});

it('refuses abbreviations, offsets and what is no zone', () => {
  const names = [
    'EST',
    'PST8PDT',
    'GMT',
    'CET',
    '+10:00',
    '+1000',
    'UTC+3',
    'UTC+10:00',
    'Etc/GMT+10',
    'Etc/GMT-0',
    'GMT0',
  ];
  const others = [
    '',
    ' ',
    'local',
    'A/B',
    'Mars/Olympus',
    '../etc',
    'Australia/Sydney ',
    'Australia\u200b/Sydney',
    'Zulu',
    'constructor',
  ];
  for (const name of [...names, ...others]) assert.equal(canonicalTimezone(name), null, name);
});
