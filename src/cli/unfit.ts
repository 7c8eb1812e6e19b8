/** A reason not to start, in one line. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}
