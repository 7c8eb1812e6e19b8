import {
  type RemindOfQuestionnairesDeps,
  remindOfQuestionnaires,
} from '../usecases/questionnaires/remind-of-questionnaires.js';
import { asActivity } from './failures.js';

export interface QuestionnaireActivityDeps extends Omit<RemindOfQuestionnairesDeps, 'unitOfWork'> {
  readonly unitOfWork: RemindOfQuestionnairesDeps['unitOfWork'];
}

export function questionnaireActivities(deps: QuestionnaireActivityDeps) {
  return { remindOfQuestionnaires: asActivity(remindOfQuestionnaires(deps)) };
}
