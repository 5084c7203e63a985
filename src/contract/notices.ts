import * as z from 'zod';
import { NOTICE_KINDS } from '#kernel/formation';
import { holding, signedIn } from './access.ts';
import { idSchema, pageOf, pageQuery } from './page.ts';
import { WORKING_ROLES } from './roles.ts';
import { defineRoute } from './route.ts';

/** Something that a person or a body was told; there is no mark of having read it. */
export const noticeSchema = z
  .object({
    id: idSchema,
    kind: z.enum(NOTICE_KINDS),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    at: z.iso.datetime({ offset: true }),
    /** It pointed at a duty or a question that is no longer there to be seen or answered. */
    past: z.boolean(),
  })
  .meta({ id: 'Notice' });

/** One notice. */
export type Notice = z.infer<typeof noticeSchema>;

/** One screen of a phone, one sheet of the console; the older ones follow by the cursor. */
const query = pageQuery.extend({ limit: z.coerce.number().int().min(1).max(200).default(20) });
const list = pageOf(noticeSchema);

export const myNoticeList = defineRoute({
  id: 'my-notice-list',
  method: 'GET',
  path: '/api/me/notices',
  summary: 'What I was told about tasks, the newest first; each goes on its date.',
  access: signedIn('about oneself'),
  query,
  response: list,
});

export const noticeList = defineRoute({
  id: 'notice-list',
  method: 'GET',
  path: '/api/notices',
  summary: 'What the acting organization or unit was told, the newest first.',
  access: holding(...WORKING_ROLES),
  query,
  response: list,
});
