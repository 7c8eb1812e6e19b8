// One question of a form, by its kind.
import { useId } from 'preact/hooks';
import type { QuestionnaireItem } from '../api.js';
import { Area, Field } from './form.js';

export type Answer = string | number | boolean | string[];

interface QuestionProps {
  readonly item: QuestionnaireItem;
  readonly answer: Answer | undefined;
  readonly give: (answer: Answer | undefined) => void;
}

export function Question({ item, answer, give }: QuestionProps) {
  const { type, text, required, min, max } = item;
  const optional = required ? '' : ' (optional)';
  if (type === 'choice' || type === 'multi_choice' || type === 'boolean' || (type === 'scale' && item.options)) {
    return <Choices item={item} answer={answer} give={give} optional={optional} />;
  }
  const asked = { name: item.key, label: text + optional, required };
  if (type === 'text') {
    return <Area {...asked} maxLength={4000} changed={(value) => give(value || undefined)} />;
  }
  const isDate = type === 'date';
  return (
    <Field
      {...asked}
      type={isDate ? 'date' : 'number'}
      step={type === 'scale' ? 1 : 'any'}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      changed={(value) => give(value === '' ? undefined : isDate ? value : Number(value))}
    />
  );
}

function Choices({ item, answer, give, optional }: QuestionProps & { readonly optional: string }) {
  const name = useId();
  const isMany = item.type === 'multi_choice';
  const chosen = Array.isArray(answer) ? answer : [String(answer)];
  const pick = (value: string, on: boolean) => {
    if (item.type === 'boolean') give(value === 'true');
    else if (item.type === 'scale') give(Number(value));
    else if (!isMany) give(value);
    else {
      const left = chosen.filter((one) => one !== value && one !== 'undefined');
      give(on ? [...left, value] : left);
    }
  };
  return (
    <fieldset class="times">
      <legend>{item.text + optional}</legend>
      {optionsOf(item).map(([value, label]) => (
        <label class="time" key={value}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={name}
            value={value}
            checked={chosen.includes(value)}
            required={item.required && !isMany}
            onChange={({ currentTarget }) => pick(value, currentTarget.checked)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function optionsOf({ type, options = [] }: QuestionnaireItem): readonly (readonly [value: string, label: string])[] {
  if (type !== 'boolean') return options.map(({ value, label }) => [value, label]);
  return Object.entries({ true: 'Yes', false: 'No' });
}
