import type { UserActor } from '../../domain/actor.js';
import { notFound } from '../../domain/errors.js';
import { shownOf } from '../../domain/pages.js';
import type { Notice, NoticeHolder, NoticesQuery } from '../../models/repositories/messaging/notices.js';
import type { MessagingScope } from '../../models/repositories/messaging/slice.js';
import type { UnitOfWork } from '../../models/scope.js';

export type { Notice };

export interface NoticeDeps {
  readonly unitOfWork: UnitOfWork<MessagingScope>;
  readonly now: () => Date;
}

/** The person's own notices, the latest first. Staff leave one audit row that names whose visits they are about. */
export function listNotices({ unitOfWork, now }: NoticeDeps) {
  return (actor: UserActor, wish: Omit<NoticesQuery, keyof NoticeHolder>): Promise<readonly Notice[]> =>
    unitOfWork.withScope(actor, async (scope) => {
      const notices = await scope.notices.list({ ...wish, ...holderOf(actor) });
      if (actor.role !== 'patient') {
        const patientIds = shownOf(notices, wish.limit).map(({ patientId }) => patientId);
        const [clinicId = null] = actor.clinicIds;
        const about = { entity: 'user', entityId: actor.userId, clinicId, patientIds } as const;
        await scope.audit.record({ action: 'notices.listed', ...about, details: { rows: patientIds.length } }, now());
      }
      return notices;
    });
}

/** What has come, or was read, since a moment: for who is connected. */
export function readNewNotices({ unitOfWork }: Pick<NoticeDeps, 'unitOfWork'>) {
  return (actor: UserActor, since: Date): Promise<readonly Notice[]> =>
    unitOfWork.withScope(actor, (scope) => scope.notices.since(holderOf(actor), since));
}

export function countUnreadNotices({ unitOfWork }: Pick<NoticeDeps, 'unitOfWork'>) {
  return (actor: UserActor): Promise<number> =>
    unitOfWork.withScope(actor, (scope) => scope.notices.countUnread(holderOf(actor)));
}

/** Marks one of the person's own notices as read; the room that it leads to is not read by that. @throws DomainError not_found */
export function readNotice({ unitOfWork, now }: NoticeDeps) {
  return (actor: UserActor, id: string): Promise<void> =>
    unitOfWork.withScope(actor, async (scope) => {
      if (!(await scope.notices.read(id, holderOf(actor), now()))) throw notFound('Notification');
    });
}

export function readAllNotices({ unitOfWork, now }: NoticeDeps) {
  return (actor: UserActor): Promise<void> =>
    unitOfWork.withScope(actor, (scope) => scope.notices.readAll(holderOf(actor), now()));
}

function holderOf({ userId, role, clinicIds }: UserActor): NoticeHolder {
  return { userId, clinicIds: role === 'patient' ? 'all' : clinicIds };
}
