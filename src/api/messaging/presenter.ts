import { noticeWords } from '../../domain/messaging/notices.js';
import type { Notice } from '../../usecases/messaging/notices.js';
import type { NotificationView } from './responses.js';

export function notificationView(notice: Notice): NotificationView {
  const { id, kind, roomId, appointmentId, userId, patientId, createdAt, readAt } = notice;
  return {
    id,
    kind,
    ...noticeWords(kind, userId === patientId),
    url: `/app/messages/${roomId}`,
    appointment: appointmentId,
    created_at: createdAt.toISOString(),
    read_at: readAt?.toISOString() ?? null,
  };
}
