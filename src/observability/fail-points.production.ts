/** The production build's `fail-points.js`: no process dies on purpose. */
export const FAIL_POINTS = [] as const;

export function failPoint(_point: string): void {}
