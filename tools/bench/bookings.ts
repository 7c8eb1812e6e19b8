import { Poster } from './poster.js';
import type { Product } from './product.js';

interface Booked {
  readonly id: string;
  /** The patient's. */
  readonly token: string;
  readonly doctorToken: string;
}

/** Books by HTTP, each time another slot and the next patient, so that no limit and no overlap refuses. */
export class Bookings {
  private readonly poster: Poster;
  private made = 0;
  private readonly known: Booked[] = [];

  constructor(private readonly product: Product) {
    this.poster = new Poster(product.url);
  }

  get count(): number {
    return this.made;
  }

  /** Appointments with their people's logins, no patient twice unless all have one. */
  get all(): readonly Booked[] {
    return this.known;
  }

  /** How many patients there must be, at two bookings each where three an hour are allowed. */
  static patientsFor(bookings: number): number {
    return Math.ceil(bookings / 2);
  }

  async book(): Promise<void> {
    const { slots, patients, doctors } = this.product.population;
    const index = this.made;
    this.made += 1;
    // From the far end: the slots that the listing shows stay free.
    const place = slots.length - 1 - index;
    const slot = slots[place];
    const doctor = doctors[place % doctors.length];
    const patient = patients[index % patients.length];
    if (!slot || !patient || !doctor) throw new Error('the bench has run out of slots');
    const { status, body } = await this.poster.post('appointments/', { availability_id: slot }, patient.token);
    if (status !== 201) throw new Error(`a booking was answered ${status}: ${body}`);
    this.known.push({ id: JSON.parse(body).id, token: patient.token, doctorToken: doctor.token });
  }

  close(): void {
    this.poster.close();
  }
}
