import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerProblems, askedItems, assess } from '../../../src/domain/questionnaires/answers.js';
import { type Form, formProblems, type Item } from '../../../src/domain/questionnaires/questionnaire.js';

const OFTEN = [
  { value: 'never', label: 'Not at all', score: 0 },
  { value: 'days', label: 'Several days', score: 1 },
  { value: 'half', label: 'More than half the days', score: 2 },
  { value: 'daily', label: 'Nearly every day', score: 3 },
];

/** A form with every type, conditions, scores, bands and alerts. */
const FORM: Form = {
  title: 'Before your visit',
  purpose: 'before_visit',
  consultationTypes: [],
  dueBeforeMs: 0,
  items: [
    { key: 'reason', text: 'Why do you come?', type: 'text', required: true },
    { key: 'smokes', text: 'Do you smoke?', type: 'boolean', required: true },
    {
      key: 'packs',
      text: 'Packs a day',
      type: 'number',
      min: 0,
      max: 10,
      required: true,
      showIf: { key: 'smokes', equals: true },
    },
    { key: 'since', text: 'Since when', type: 'date', showIf: { key: 'packs', equals: 2 } },
    { key: 'low', text: 'Little interest', type: 'choice', required: true, options: OFTEN },
    {
      key: 'harm',
      text: 'Thoughts of harming yourself',
      type: 'choice',
      options: OFTEN,
      alertIf: { atLeast: 1, message: 'Please call us now.' },
    },
    {
      key: 'signs',
      text: 'Which of these',
      type: 'multi_choice',
      options: [
        { value: 'fever', label: 'Fever', score: 1 },
        { value: 'chest', label: 'Chest pain', score: 2 },
        { value: 'none', label: 'None' },
      ],
      alertIf: { equals: 'chest', message: 'Chest pain: call an ambulance.' },
    },
    {
      key: 'pain',
      text: 'Pain',
      type: 'scale',
      min: 0,
      max: 10,
      alertIf: { atLeast: 9, message: 'That is a lot of pain.' },
    },
  ],
  bands: [
    { from: 0, to: 2, label: 'low', alert: null },
    { from: 3, to: 9, label: 'high', alert: 'Your doctor will look at this first.' },
  ],
};
const COMPLETE = { reason: 'A cough', smokes: false, low: 'days' };

const fields = (answers: Parameters<typeof assess>[1], isFinal = true) =>
  answerProblems(FORM, answers, { isFinal }).map(({ field }) => field);

describe('which questions are asked', () => {
  const asked = (answers: Parameters<typeof assess>[1]) => askedItems(FORM.items, answers).map(({ key }) => key);

  it('follows the answers before them', () => {
    assert.deepEqual(asked({}), ['reason', 'smokes', 'low', 'harm', 'signs', 'pain']);
    assert.ok(!asked({ smokes: false }).includes('packs'));
    assert.ok(asked({ smokes: true }).includes('packs'));
    assert.ok(asked({ smokes: true, packs: 2 }).includes('since'));
  });

  it('a hidden question hides what depends on it, although it was answered once', () => {
    assert.ok(!asked({ smokes: false, packs: 2 }).includes('since'));
    const { answers } = assess(FORM, { ...COMPLETE, packs: 2, since: '2020-01-01' });
    assert.deepEqual(answers, COMPLETE, 'what is not asked is not kept');
  });

  it('a multiple choice fits when it contains the value', () => {
    const items: Item[] = [
      ...FORM.items,
      { key: 'hot', text: 'How hot?', type: 'number', showIf: { key: 'signs', equals: 'fever' } },
    ];
    assert.ok(askedItems(items, { signs: ['chest', 'fever'] }).some(({ key }) => key === 'hot'));
    assert.ok(!askedItems(items, { signs: ['chest'] }).some(({ key }) => key === 'hot'));
  });
});

describe('what is wrong with answers', () => {
  it('final ones are complete, drafts need not be', () => {
    assert.deepEqual(fields({}), ['answers.reason', 'answers.smokes', 'answers.low']);
    assert.deepEqual(
      fields({ ...COMPLETE, smokes: true }),
      ['answers.packs'],
      'what is asked because of an answer, too',
    );
    assert.deepEqual(fields({ ...COMPLETE, reason: '' }), ['answers.reason'], 'an empty text is no answer');
    assert.deepEqual(fields({}, false), []);
    assert.deepEqual(fields(COMPLETE), []);
  });

  it('each answer is of its question’s type, also in a draft', () => {
    const wrong: readonly (readonly [string, unknown])[] = [
      ['reason', 5],
      ['reason', 'x'.repeat(4_001)],
      ['smokes', 'yes'],
      ['low', 'sometimes'],
      ['low', ['days']],
      ['signs', 'fever'],
      ['signs', ['fever', 'fever']],
      ['signs', ['itch']],
      ['pain', 11],
      ['pain', -1],
      ['pain', 2.5],
      ['pain', '5'],
    ];
    for (const [key, answer] of wrong) {
      const given = { [key]: answer } as Parameters<typeof assess>[1];
      assert.deepEqual(fields(given, false), [`answers.${key}`], `${key}: ${answer}`);
    }
    const smoker = { smokes: true, packs: 2 };
    for (const since of ['2026-02-30', 'yesterday', 20260101, '2026-1-1']) {
      assert.deepEqual(fields({ ...smoker, since }, false), ['answers.since'], String(since));
    }
    assert.deepEqual(fields({ ...smoker, since: '2024-02-29' }, false), []);
    assert.deepEqual(fields({ smokes: true, packs: 10.5 }, false), ['answers.packs']);
    assert.deepEqual(fields({ smokes: true, packs: Number.NaN }, false), ['answers.packs']);
  });

  it('there is no answer without a question', () => {
    assert.deepEqual(fields({ ...COMPLETE, age: 5 }), ['answers.age']);
    assert.deepEqual(fields({ ...COMPLETE, constructor: 'x' }), ['answers.constructor']);
  });
});

describe('what a form makes of answers', () => {
  it('adds up the scores of what was chosen, and finds their band', () => {
    const two = assess(FORM, { ...COMPLETE, low: 'half' });
    assert.deepEqual([two.score, two.band, two.alerts], [2, 'low', []]);
    const six = assess(FORM, { ...COMPLETE, low: 'daily', signs: ['fever', 'none'], harm: 'half' });
    assert.deepEqual([six.score, six.band], [6, 'high']);
    const most = assess(FORM, { ...COMPLETE, low: 'daily', signs: ['fever', 'chest'], harm: 'daily' });
    assert.deepEqual([most.score, most.band], [9, 'high']);
    const outside = { ...FORM, bands: [{ from: 50, to: 60, label: 'far', alert: null }] };
    assert.equal(assess(outside, COMPLETE).band, null);
  });

  it('has no score where no option has one', () => {
    const plain: Form = { ...FORM, items: FORM.items.slice(0, 2), bands: [] };
    const { score, band } = assess(plain, { reason: 'x', smokes: true });
    assert.deepEqual([score, band], [null, null]);
  });

  it('is scored by its scales where it has bands and no option has a score', () => {
    const scale = (key: string): Item => ({ key, text: key, type: 'scale', min: 0, max: 10 });
    const bands = [{ from: 5, to: 20, label: 'high', alert: 'We will call you.' }];
    const form: Form = {
      ...FORM,
      items: [scale('pain'), scale('fear'), { key: 'n', text: 'n', type: 'number' }],
      bands,
    };
    assert.deepEqual(formProblems(form), []);
    const { score, band, alerts } = assess(form, { pain: 3, fear: 4, n: 100 });
    assert.deepEqual([score, band, alerts], [7, 'high', [{ key: 'score', message: 'We will call you.' }]]);
    assert.equal(
      assess({ ...form, bands: [] }, { pain: 3 }).score,
      null,
      'without bands there is nothing to score for',
    );
    const mixed = { ...form, items: [...form.items, ...FORM.items.slice(4, 5)] };
    assert.equal(assess(mixed, { pain: 9, low: 'days' }).score, 1, 'scores of options come first');
  });

  it('a scale’s points count where they have a score', () => {
    const scale: Item = {
      key: 'mood',
      text: 'Mood',
      type: 'scale',
      min: 1,
      max: 2,
      options: [
        { value: '1', label: 'bad', score: 4 },
        { value: '2', label: 'good', score: 0 },
      ],
    };
    assert.equal(assess({ ...FORM, items: [scale], bands: [] }, { mood: 1 }).score, 4);
  });

  it('alarms by size, by a score, by a value, by one of several, and by the band', () => {
    const alerts = (answers: Parameters<typeof assess>[1]) => assess(FORM, answers).alerts.map(({ key }) => key);
    assert.deepEqual(alerts({ pain: 8 }), []);
    assert.deepEqual(alerts({ pain: 9 }), ['pain']);
    assert.deepEqual(alerts({ harm: 'never' }), []);
    assert.deepEqual(alerts({ harm: 'days' }), ['harm']);
    assert.deepEqual(alerts({ signs: ['none', 'chest'] }), ['signs']);
    assert.deepEqual(alerts({ low: 'daily' }), ['score']);
    assert.deepEqual(assess(FORM, { harm: 'days' }).alerts, [{ key: 'harm', message: 'Please call us now.' }]);
  });

  it('a question with the name of something that every object has is a question like any other', () => {
    const items: Item[] = [{ key: 'constructor', text: 'Who built it?', type: 'text', required: true }];
    const form = { ...FORM, items, bands: [] };
    assert.deepEqual(assess(form, {}).answers, {});
    assert.deepEqual(
      answerProblems(form, {}, { isFinal: true }).map(({ field }) => field),
      ['answers.constructor'],
    );
    assert.deepEqual(assess(form, { constructor: 'me' } as never).answers, { constructor: 'me' });
  });

  it('a question that is not asked never alarms', () => {
    const items: Item[] = [
      { key: 'ask', text: 'Ask?', type: 'boolean' },
      {
        key: 'bad',
        text: 'Bad?',
        type: 'boolean',
        showIf: { key: 'ask', equals: true },
        alertIf: { equals: true, message: 'Call us.' },
      },
    ];
    const form = { ...FORM, items, bands: [] };
    assert.equal(assess(form, { ask: true, bad: true }).alerts.length, 1);
    assert.equal(assess(form, { ask: false, bad: true }).alerts.length, 0);
  });
});

describe('a form that cannot be answered is refused', () => {
  const problems = (change: Partial<Form>) => formProblems({ ...FORM, ...change }).map(({ field }) => field);
  const one = (item: Partial<Item>) => problems({ items: [{ key: 'a', text: 'A', type: 'text', ...item }], bands: [] });

  it('a good one is not', () => {
    assert.deepEqual(problems({}), []);
  });

  it('for its keys, texts and options', () => {
    assert.deepEqual(problems({ title: '  ' }), ['title']);
    assert.deepEqual(one({ key: 'Not good' }), ['items.0.key']);
    assert.deepEqual(one({ key: '__proto__' }), ['items.0.key']);
    assert.deepEqual(one({ text: ' ' }), ['items.0.text']);
    assert.deepEqual(problems({ items: [...FORM.items, { key: 'low', text: 'x', type: 'text' }] }), ['items.8.key']);
    assert.deepEqual(one({ type: 'choice' }), ['items.0.options']);
    assert.deepEqual(one({ options: OFTEN }), ['items.0.options']);
    assert.deepEqual(one({ type: 'choice', options: [...OFTEN, { value: 'days', label: 'x' }] }), ['items.0.options']);
  });

  it('for its limits', () => {
    assert.deepEqual(one({ min: 1 }), ['items.0.min']);
    assert.deepEqual(one({ type: 'scale', min: 1 }), ['items.0.min']);
    assert.deepEqual(one({ type: 'number', min: 5, max: 5 }), ['items.0.max']);
  });

  it('for conditions that can never hold', () => {
    assert.deepEqual(one({ showIf: { key: 'b', equals: true } }), ['items.0.show_if.key']);
    assert.deepEqual(one({ showIf: { key: 'a', equals: 'x' } }), ['items.0.show_if.key'], 'of itself');
    const after = (equals: string | number | boolean) =>
      problems({ items: [...FORM.items, { key: 'z', text: 'Z', type: 'text', showIf: { key: 'low', equals } }] });
    assert.deepEqual(after('sometimes'), ['items.8.show_if.equals']);
    assert.deepEqual(after(true), ['items.8.show_if.equals']);
    assert.deepEqual(after('days'), []);
  });

  it('for alerts that can never be raised, or say nothing', () => {
    assert.deepEqual(one({ alertIf: { message: 'x' } }), ['items.0.alert_if']);
    assert.deepEqual(one({ alertIf: { atLeast: 1, equals: 'x', message: 'x' } }), ['items.0.alert_if']);
    assert.deepEqual(one({ alertIf: { equals: 'x', message: ' ' } }), ['items.0.alert_if.message']);
    assert.deepEqual(one({ alertIf: { atLeast: 1, message: 'x' } }), ['items.0.alert_if.at_least']);
    assert.deepEqual(one({ type: 'boolean', alertIf: { equals: 'yes', message: 'x' } }), ['items.0.alert_if.equals']);
    const scale = { type: 'scale', min: 0, max: 5 } as const;
    assert.deepEqual(one({ ...scale, alertIf: { equals: 6, message: 'x' } }), ['items.0.alert_if.equals']);
  });

  it('for bands that overlap, are upside down, or have no score', () => {
    const band = (from: number, to: number) => ({ from, to, label: 'x', alert: null });
    assert.deepEqual(problems({ bands: [band(0, 5), band(5, 9)] }), ['bands.1']);
    assert.deepEqual(problems({ bands: [band(5, 0)] }), ['bands.0.to']);
    assert.deepEqual(problems({ items: FORM.items.slice(0, 2) }), ['bands']);
  });
});
