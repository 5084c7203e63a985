import { type RawBuilder, sql } from 'kysely';
import type { Body } from './scope.ts';

/** For lists of approvals aliased `a`: those the body decides on, countersigns or submitted, and those about tasks of its own. */
export function approvalsInReach(body: Body): RawBuilder<boolean> {
  return sql<boolean>`(a.approver_org_id = any(${body.anchors}::uuid[]) or a.submitted_org_id = any(${body.anchors}::uuid[])
    or exists (select 1 from task t where t.city_id = a.city_id and t.id = a.task_id and t.owner_org_id = any(${body.anchors}::uuid[]))
    or exists (select 1 from approval_step s where s.city_id = a.city_id and s.approval_id = a.id
      and s.action = 'countersign-asked' and s.for_org_id = any(${body.anchors}::uuid[])))`;
}
