import { SUBSTANCES } from '../../../src/domain/formulary/data/substances.js';
import { milligramsOf, substanceByCode } from '../../../src/domain/formulary/public.js';
import type { ChecksInput } from '../../../src/domain/prescriptions/checks/input.js';
import type { ClinicalRule, SubstanceGroup } from '../../../src/domain/prescriptions/checks/rule.js';
import { aDose } from './a-dose.js';
import { aDrug, anItem } from './an-item.js';
import { aMedicine, anAllergy, aRecord, checksInput } from './checks-input.js';

/** A patient and a prescription to whom a rule applies. */
export interface RuleExample {
  readonly about: string;
  readonly input: ChecksInput;
}

const nameOf = (code: string) => substanceByCode(code)?.name ?? `no such substance: ${code}`;
const isIn = (group: SubstanceGroup, code: string) =>
  !group.except?.includes(code) &&
  (group.substances?.includes(code) ||
    (substanceByCode(code)?.classes ?? []).some((one) => group.classes?.includes(one)));

/** Substances of a group: for each of its words one, but none that is in use. */
function eachOf(group: SubstanceGroup, used: readonly string[] = []): readonly string[] {
  const members = SUBSTANCES.map(({ code }) => code).filter((code) => isIn(group, code) && !used.includes(code));
  const ofClass = (group.classes ?? []).flatMap(
    (one) => members.find((code) => substanceByCode(code)?.classes.includes(one)) ?? [],
  );
  return [...new Set([...(group.substances ?? []).filter((code) => !used.includes(code)), ...ofClass])];
}

const tablets = (code: string, strength = '1 mg') => anItem(aDrug(`${nameOf(code)} | ${strength} | tablet`));

/** One of each group, each another substance, so that every word of every group stands in one of them. */
function combinations(groups: readonly SubstanceGroup[]): readonly (readonly string[])[] {
  const any = (used: readonly string[], rest: readonly SubstanceGroup[]): readonly string[] => {
    const [group, ...others] = rest;
    const first = group && eachOf(group, used)[0];
    return first ? [first, ...any([...used, first], others)] : [];
  };
  return groups.flatMap((group, at) =>
    eachOf(group).map((code) => {
      const others = any([code], groups.toSpliced(at, 1));
      return [code, ...others];
    }),
  );
}

/** Examples of a rule, made of what its condition says: at least one, and one for every substance or class that it names. */
export function examplesOf(rule: ClinicalRule): readonly RuleExample[] {
  const example = (about: string, changes: Partial<ChecksInput>): RuleExample => ({
    about,
    input: checksInput(changes),
  });
  switch (rule.check) {
    case 'interaction':
      return combinations(rule.when.together).map(([first = '', ...others]) => {
        const record = aRecord({ medicines: others.map((code) => aMedicine(nameOf(code))) });
        return example([first, ...others].join(' with '), { items: [tablets(first)], record });
      });
    case 'allergy': {
      const { when } = rule;
      if ('allergy' in when) {
        const substance = when.allergy === 'named_class' ? 'penicillin' : 'amoxicillin';
        return [
          example(substance, {
            items: [tablets('amoxicillin')],
            record: aRecord({ allergies: [anAllergy(substance)] }),
          }),
        ];
      }
      return combinations([when.allergicTo, when.prescribed]).flatMap(([one = '', other = '']) =>
        // Which of the two is allergic: the groups may be the same.
        [
          [one, other],
          [other, one],
        ].flatMap(([to = '', code = '']) =>
          isIn(when.allergicTo, to) && isIn(when.prescribed, code)
            ? [
                example(`${code} after ${to}`, {
                  items: [tablets(code)],
                  record: aRecord({ allergies: [anAllergy(nameOf(to))] }),
                }),
              ]
            : [],
        ),
      );
    }
    case 'duplicate': {
      const { when } = rule;
      if ('twoOf' in when) {
        return combinations([when.twoOf, when.twoOf]).map(([one = '', other = '']) =>
          example(`${one} and ${other}`, { items: [tablets(one), tablets(other)] }),
        );
      }
      const item = tablets('codeine');
      const known = {
        item: aMedicine('codeine', item.drug.id),
        medicine: aMedicine('codeine', 'another item'),
        ingredient: aMedicine('paracetamol + codeine'),
      }[when.same];
      return [example(when.same, { items: [item], record: aRecord({ medicines: [known] }) })];
    }
    case 'dose': {
      const { when } = rule;
      if ('above' in when && when.above === 'item_limit') {
        const drug = aDrug('ezetimibe | 10 mg | tablet', { maxDailyDose: { amount: 10, unit: 'mg' } });
        return [example('2 of 10 mg', { items: [anItem(drug, { directions: 'Take 2 tablets once daily.' })] })];
      }
      if (!('inDay' in when || 'inDayPerKg' in when)) return [];
      const code = 'inDay' in when ? when.inDay : when.inDayPerKg;
      const weightKg = 10;
      const limit = (milligramsOf(when.above) ?? 0) * ('inDay' in when ? 1 : weightKg);
      const born = 'inDayPerKg' in when ? 2020 : 2026 - (when.fromAge ?? 40);
      return [
        example(`more than ${limit} mg`, {
          items: [tablets(code, `${limit + 1} mg`)],
          birthDate: `${born}-01-01`,
          weightKg,
        }),
      ];
    }
    case 'age': {
      const { prescribed, underAge, fromAge } = rule.when;
      const born = underAge === undefined ? 2026 - (fromAge ?? 0) : 2027 - underAge;
      return eachOf(prescribed).map((code) => example(code, { items: [tablets(code)], birthDate: `${born}-01-01` }));
    }
    case 'pregnancy': {
      const { when } = rule;
      const pregnancy = 'pregnant';
      if ('category' in when) {
        const drug = aDrug('ezetimibe | 10 mg | tablet', { prescribingInfo: { pregnancyCategory: when.category } });
        return [example(when.category, { items: [anItem(drug)], pregnancy })];
      }
      return eachOf(when.prescribed).map((code) => example(code, { items: [tablets(code)], pregnancy }));
    }
    case 'directions': {
      const { when } = rule;
      if ('notWeekly' in when) return eachOf(when.notWeekly).map((code) => example(code, { items: [tablets(code)] }));
      const dose = aDose({ timesPerDay: 3 });
      return [example('once is not three times', { items: [{ ...tablets('ezetimibe'), dose }] })];
    }
  }
}
