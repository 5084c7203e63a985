import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { memberAbsenceNote, memberAbsenceTakeBack } from '#contract/absences';
import { AbsenceDaysForm, AbsenceDaysList } from '../../app/absence-days.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Member } from './page.tsx';

/** Days on which a member cannot serve: noted and taken back by who may correct the member; the member sees them and changes them in My data. */
export function Absences({ member }: { readonly member: Member }) {
  const { t } = useTranslation('absence');
  const cache = useQueryClient();
  if (member.absences === null) return null;
  const params = { personId: member.id };
  const reread = () => cache.invalidateQueries({ queryKey: ['member', member.id] });
  return (
    <Sheet title={t(member.may.self ? 'absence-mine' : 'absence-member')} note={t('absence-quiet')}>
      {member.may.self ? (
        <>
          <AbsenceDaysList items={member.absences} />
          <p>
            <Button kind="link" to="/my-data">
              {t('absence-change')}
            </Button>
          </p>
        </>
      ) : (
        <>
          <p>{t('absence-member-note')}</p>
          <AbsenceDaysForm
            items={member.absences}
            say={(body) => client.call(memberAbsenceNote, { params, body }).then(reread)}
            takeBack={(body) => client.call(memberAbsenceTakeBack, { params, body }).then(reread)}
          />
        </>
      )}
    </Sheet>
  );
}
