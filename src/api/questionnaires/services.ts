import type { answerQuestionnaire } from '../../usecases/questionnaires/answer-questionnaire.js';
import type {
  changeQuestionnaire,
  createQuestionnaire,
  listQuestionnaires,
  readQuestionnaire,
  retireQuestionnaire,
} from '../../usecases/questionnaires/manage-questionnaires.js';
import type { readAnswers } from '../../usecases/questionnaires/read-answers.js';

declare module '../http/services.js' {
  interface Services {
    readonly questionnaires: QuestionnaireServices;
  }
}

export interface QuestionnaireServices {
  readonly list: ReturnType<typeof listQuestionnaires>;
  readonly read: ReturnType<typeof readQuestionnaire>;
  readonly create: ReturnType<typeof createQuestionnaire>;
  readonly change: ReturnType<typeof changeQuestionnaire>;
  readonly retire: ReturnType<typeof retireQuestionnaire>;
  readonly answer: ReturnType<typeof answerQuestionnaire>;
  readonly readAnswers: ReturnType<typeof readAnswers>;
}
