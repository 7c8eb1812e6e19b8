import { type WithdrawLeftSlotsDeps, withdrawLeftSlots } from '../usecases/scheduling/withdraw-left-slots.js';
import { asActivity } from './failures.js';

export interface SchedulingActivityDeps extends Omit<WithdrawLeftSlotsDeps, 'unitOfWork'> {
  readonly unitOfWork: WithdrawLeftSlotsDeps['unitOfWork'];
}

export function schedulingActivities(deps: SchedulingActivityDeps) {
  return { withdrawLeftSlots: asActivity(withdrawLeftSlots(deps)) };
}
