/** How a request ended for its client. `unknown`: asked again and again, never answered. `abandoned`: never asked again. */
export type Outcome = 'done' | 'refused' | 'unknown' | 'abandoned';
