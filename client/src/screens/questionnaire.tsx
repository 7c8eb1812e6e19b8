import { useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { answerOf, api, type Questionnaire, type QuestionnaireItem } from '../api.js';
import { Form } from '../parts/form.js';
import { Alert, Button, Loaded, Note, Screen, useLoad } from '../parts/page.js';
import { type Answer, Question } from '../parts/question.js';

/** What the clinic asks before a visit. A question is shown only while the answer that it depends on was given. */
export default function QuestionnaireScreen() {
  const { params, query } = useRoute();
  const { id = '', form = '' } = params;
  const version = Number(query.version);
  const how = { params: { path: { id: form }, query: { version } } };
  const asked = useLoad(() => answerOf(api.GET('/api/v1/questions/{id}', how)), [form, version]);
  return (
    <Screen title={asked.data?.title ?? 'Before your visit'} back={[`/app/appointments/${id}`, 'Your appointment']}>
      <Loaded of={asked}>{(data) => <Questions form={data} appointment={id} />}</Loaded>
    </Screen>
  );
}

type Answers = Readonly<Record<string, Answer | undefined>>;

function Questions({ form, appointment }: { readonly form: Questionnaire; readonly appointment: string }) {
  const [answers, setAnswers] = useState<Answers>({});
  /** Null until it is sent. */
  const [alerts, setAlerts] = useState<readonly { key: string; message: string }[] | null>(null);
  const { route } = useLocation();
  const shown = form.items.filter((item) => isShown(item, form.items, answers));
  if (alerts) {
    return (
      <>
        {alerts.map(({ key, message }) => (
          <Alert key={key}>{message}</Alert>
        ))}
        <Note tone="good">Thank you. Your doctor sees your answers before the visit.</Note>
        <Button look="main" onClick={() => route(`/app/appointments/${appointment}`)}>
          Back to the appointment
        </Button>
      </>
    );
  }
  return (
    <Form
      action="Send the answers"
      submit={async () => {
        // What was not answered is no member of the body.
        const given = Object.fromEntries(shown.map(({ key }) => [key, answers[key]])) as Record<string, Answer>;
        const body = { appointment, questionnaire: form.id, answers: given, is_final: true };
        setAlerts((await answerOf(api.POST('/api/v1/questions/answers', { body }))).alerts);
      }}
    >
      {shown.map((item) => (
        <Question
          key={item.key}
          item={item}
          answer={answers[item.key]}
          give={(answer) => setAnswers((before) => ({ ...before, [item.key]: answer }))}
        />
      ))}
    </Form>
  );
}

function isShown(item: QuestionnaireItem, items: readonly QuestionnaireItem[], answers: Answers): boolean {
  const { show_if: rule } = item;
  if (!rule) return true;
  const other = items.find(({ key }) => key === rule.key);
  const answer = answers[rule.key];
  const isGiven = Array.isArray(answer) ? answer.includes(String(rule.equals)) : answer === rule.equals;
  return other !== undefined && isGiven && isShown(other, items, answers);
}
