import type { QuestionnaireServices } from '../api/questionnaires/services.js';
import { questionnairesRepositories } from '../models/repositories/questionnaires/slice.js';
import { answerQuestionnaire } from '../usecases/questionnaires/answer-questionnaire.js';
import {
  changeQuestionnaire,
  createQuestionnaire,
  listQuestionnaires,
  readQuestionnaire,
  retireQuestionnaire,
} from '../usecases/questionnaires/manage-questionnaires.js';
import { readAnswers } from '../usecases/questionnaires/read-answers.js';
import type { Core } from './core.js';
import type { Manifest } from './manifest.js';

/** What patients are asked before a visit. */
export const questionnaires = {
  repositories: questionnairesRepositories,
  services: (core: Core) => ({ questionnaires: questionnaireServices(core) }),
} satisfies Manifest;

function questionnaireServices(core: Core): QuestionnaireServices {
  return {
    list: listQuestionnaires(core),
    read: readQuestionnaire(core),
    create: createQuestionnaire(core),
    change: changeQuestionnaire(core),
    retire: retireQuestionnaire(core),
    answer: answerQuestionnaire(core),
    readAnswers: readAnswers(core),
  };
}
