import { register } from './0001-register.ts';
import { tasks } from './0002-tasks.ts';
import { formation } from './0003-formation.ts';
import { accounts } from './0004-accounts.ts';
import { audit } from './0005-audit.ts';
import { closure } from './0006-closure.ts';
import { dutyWords } from './0007-duty-words.ts';
import { resources } from './0008-resources.ts';
import { roster } from './0009-roster.ts';
import { memberCount } from './0010-member-count.ts';
import { submittingBody } from './0011-submitting-body.ts';
import { planDocumentParts } from './0012-plan-document-parts.ts';
import { evolvedFrom } from './0013-evolved-from.ts';
import { unplacedCount } from './0014-unplaced-count.ts';
import { planWishes } from './0015-plan-wishes.ts';
import { askedToLead } from './0016-asked-to-lead.ts';
import { absenceNoted } from './0017-absence-noted.ts';
import { wholeWithReason } from './0018-whole-with-reason.ts';
import { askedDays } from './0019-asked-days.ts';
import { askedNumber } from './0020-asked-number.ts';

/** All migrations in order; the name is stored, so it never changes. Each is one text of SQL that PostgreSQL 15 accepts. */
export const MIGRATIONS: readonly { readonly name: string; readonly sql: string }[] = [
  { name: '0001-register', sql: register },
  { name: '0002-tasks', sql: tasks },
  { name: '0003-formation', sql: formation },
  { name: '0004-accounts', sql: accounts },
  { name: '0005-audit', sql: audit },
  { name: '0006-closure', sql: closure },
  { name: '0007-duty-words', sql: dutyWords },
  { name: '0008-resources', sql: resources },
  { name: '0009-roster', sql: roster },
  { name: '0010-member-count', sql: memberCount },
  { name: '0011-submitting-body', sql: submittingBody },
  { name: '0012-plan-document-parts', sql: planDocumentParts },
  { name: '0013-evolved-from', sql: evolvedFrom },
  { name: '0014-unplaced-count', sql: unplacedCount },
  { name: '0015-plan-wishes', sql: planWishes },
  { name: '0016-asked-to-lead', sql: askedToLead },
  { name: '0017-absence-noted', sql: absenceNoted },
  { name: '0018-whole-with-reason', sql: wholeWithReason },
  { name: '0019-asked-days', sql: askedDays },
  { name: '0020-asked-number', sql: askedNumber },
];
