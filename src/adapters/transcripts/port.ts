import type { Transcript } from '../../domain/chat/transcript.js';

/** Writes what was said in a chat room for programs to read. */
export interface TranscriptWriter {
  /** The same transcript gives the same bytes. */
  write(transcript: Transcript): Uint8Array;
}
