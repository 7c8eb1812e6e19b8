/**
 * The name under which a workflow keeps the id of the request that started it: in its memo, and in a header of each step.
 * Declared apart from the interceptors, which only a workflow may load.
 */
export const REQUEST_ID_KEY = 'request_id';
