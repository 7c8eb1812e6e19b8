import type { Transcript, TranscriptMessage } from '../../src/domain/chat/transcript.js';

const at = (time: string) => new Date(`2026-12-01T${time}Z`);
const [doctor, patient] = ['4e5f6a7b-8c9d-4e0f-9a1b-2c3d4e5f6a7b', '0d1e2f3a-4b5c-4d6e-8f70-8192a3b4c5d6'];

/** What was said in a room; `first` changes the first message. */
export function transcriptOf(first: Partial<TranscriptMessage> = {}): Transcript {
  const joinedAt = new Date('2026-11-28T03:00:00Z');
  const question: TranscriptMessage = {
    id: '3b0c7f6e-2d41-4a8b-9f5c-8e7d6c5b4a39',
    seq: 1,
    senderId: patient,
    senderName: 'Zoë Łukasiewicz',
    senderRole: 'patient',
    sentAt: at('09:02:00'),
    replyTo: null,
    versions: [
      { message: 'My kne hurts since Monday.', changedAt: at('09:02:00') },
      { message: 'My knee hurts since Monday.\nHere is a picture:', changedAt: at('09:02:30') },
    ],
    editedAt: at('09:02:30'),
    deletedAt: null,
    files: [{ id: '9c8b7a69-5847-4362-8514-03f2e1d0c9b8', name: 'knee.jpg', contentType: 'image/jpeg', size: 48_213 }],
    readBy: [{ userId: doctor, readAt: at('09:03:00') }],
    ...first,
  };
  return {
    roomId: '7c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f',
    appointmentId: '5f4e3d2c-1b0a-4f9e-8d7c-6b5a49382716',
    clinic: { id: '2f6c9d14-8b3e-4a57-9c0d-7e1f5a2b6d38', name: 'Harbour Clinic', zone: 'Australia/Sydney' },
    startsAt: at('09:00:00'),
    endsAt: at('09:30:00'),
    opensAt: at('08:45:00'),
    closedAt: at('09:28:00'),
    rev: 5,
    members: [
      { userId: patient, name: 'Zoë Łukasiewicz', role: 'patient', joinedAt, leftAt: null },
      { userId: doctor, name: 'Dr Wu Ming', role: 'doctor', joinedAt, leftAt: null },
      { userId: question.id, name: 'Ana Gómez', role: 'interpreter', joinedAt: null, leftAt: null },
    ],
    messages: [
      question,
      {
        ...question,
        id: 'b1a2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d',
        seq: 2,
        senderId: doctor,
        senderName: 'Dr Wu Ming',
        senderRole: 'doctor',
        sentAt: at('09:04:00'),
        replyTo: question.id,
        versions: [
          { message: 'Take two', changedAt: at('09:04:00') },
          { message: '', changedAt: at('09:05:00') },
        ],
        editedAt: null,
        deletedAt: at('09:05:00'),
        files: [],
        readBy: [],
      },
      {
        ...question,
        id: 'c1a2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d',
        seq: 3,
        senderId: null,
        senderName: null,
        senderRole: null,
        sentAt: at('09:06:00'),
        versions: [{ message: 'Dr Wu Ming has opened this chat again.', changedAt: at('09:06:00') }],
        editedAt: null,
        files: [],
        readBy: [],
      },
    ],
  };
}
