/**
 * Audit: transaction numbers are comparable inside one cluster only, so each restore into another opens a new epoch; readable
 * details are erased through one function, because the app role cannot delete audit rows.
 */
export const audit = `
alter table audit_event add column epoch integer not null default 1;
alter table audit_seal add column upto_epoch integer not null default 1;
drop index audit_event_txid;
create index audit_event_order on audit_event (city_id, epoch, txid);

create function erase_audit_detail(city text, events uuid[]) returns integer
language sql security definer set search_path = public, pg_temp as $$
  with gone as (delete from audit_detail where city_id = city and event_id = any (events) returning 1)
  select count(*)::integer from gone
$$;
revoke all on function erase_audit_detail(text, uuid[]) from public;
`;
