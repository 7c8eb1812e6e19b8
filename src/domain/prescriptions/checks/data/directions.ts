import { rulesFrom } from '../rule.js';
import { AS_OF } from './source.js';

const notation = rulesFrom('directions', 'ACSQHC, Recommendations for safe use of medicines terminology (2024)', AS_OF);
const weekly = rulesFrom(
  'directions',
  'ISMP, Targeted medication safety best practices: oral methotrexate weekly',
  AS_OF,
);

export const DIRECTIONS_RULES = [
  notation('directions-disagree', { says: 'dose_disagrees' }, 'major', {
    title: 'The directions and the dose say different things',
    advice: 'The patient reads the directions, and computers count with the dose. Correct the one that is wrong.',
  }),
  weekly('methotrexate-weekly', { notWeekly: { substances: ['methotrexate'] } }, 'contraindicated', {
    title: 'Methotrexate by mouth that is not once a week on a named day',
    advice: 'Patients have died who took it daily. Write "once a week on Monday", with the number of tablets.',
  }),
] as const;
