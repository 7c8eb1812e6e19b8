/**
 * The workflows as `npm test` has just built them: making a bundle takes longer than most test files. Undefined where a
 * file is run by itself.
 */
export const WORKFLOW_BUNDLE = process.env.KEEPWELL_TEST_WORKFLOW_BUNDLE;
