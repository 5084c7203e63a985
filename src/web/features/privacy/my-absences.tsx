import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { myAbsenceList, myAbsenceSay, myAbsenceTakeBack } from '#contract/absences';
import { AbsenceDaysForm } from '../../app/absence-days.tsx';
import { shiftWord } from '../../app/i18n.ts';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Loading } from '../../ui/states.tsx';

/** Days on which I cannot come: said and taken back here as on the phone; duties that fall on them are named, they stay until I say so there. */
export function MyAbsences() {
  const { t } = useTranslation('absence');
  const cache = useQueryClient();
  const query = useQuery({ queryKey: ['my-absences'], queryFn: async () => (await client.call(myAbsenceList, {})).data });
  const reread = () =>
    cache.invalidateQueries({ predicate: ({ queryKey: [key] }) => key === 'my-absences' || key === 'my-data' });
  const duties = (id: string) => query.data?.items.find((one) => one.id === id)?.duties ?? [];
  return (
    <Sheet title={t('absence-mine')} note={t('absence-quiet')}>
      <p>{t('absence-mine-note')}</p>
      {query.error ? <ProblemState error={query.error} retry={() => void query.refetch()} /> : null}
      {query.isPending ? <Loading label={t('absence-mine')} lines={2} /> : null}
      {query.data ? (
        <AbsenceDaysForm
          items={query.data.items}
          say={(body) => client.call(myAbsenceSay, { body }).then(reread)}
          takeBack={(body) => client.call(myAbsenceTakeBack, { body }).then(reread)}
          below={(id) =>
            duties(id).map((one) => (
              <p key={one.dutyId} className="second warn">
                {t('absence-duty', {
                  post: [one.post, one.shift && shiftWord(one.shift)].filter(Boolean).join(' '),
                  count: one.days,
                  from: one.from,
                })}{' '}
                <Button kind="link" to="/field">
                  {t('absence-to-duty')}
                </Button>
              </p>
            ))
          }
        />
      ) : null}
    </Sheet>
  );
}
