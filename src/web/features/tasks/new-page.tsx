import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { packList, taskCreate } from '#contract/tasks';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { findAreas } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Page } from '../../ui/page.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import './tasks.css';

/** Begin a draft: a name, a scene, a place. Questions of the scene are asked first, because "not needed" is a good answer. */
export function Component() {
  const { t } = useTranslation(['tasks', 'ui']);
  const go = useNavigate();
  const packs = useQuery({ queryKey: ['packs'], queryFn: async () => (await client.call(packList, {})).data.items });
  const [title, setTitle] = useState('');
  const [pack, setPack] = useState<string | null>(null);
  const [area, setArea] = useState<Picked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const chosen = packs.data?.find((one) => one.id === (pack ?? packs.data?.[0]?.id));
  const send = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    client
      .call(taskCreate, { body: { title, pack: chosen?.id ?? null, areaId: area?.id ?? null } })
      .then(({ data }) => go(`/tasks/${data.id}/why`))
      .catch((reason: unknown) => setError(reason))
      .finally(() => setBusy(false));
  };
  return (
    <Page>
      <PageHead path={[{ label: t('title'), to: '/tasks' }]} title={t('new')} lead={t('new-lead')} />
      <Sheet>
        {packs.error ? <ProblemState error={packs.error} retry={() => void packs.refetch()} /> : null}
        <form className="t-form t-new" onSubmit={send}>
          <Field label={t('new-name')} hint={t('new-name-hint')} value={title} onChange={setTitle} required />
          <Pick
            label={t('new-area')}
            hint={t('new-area-hint')}
            value={area}
            onChange={setArea}
            find={findAreas}
            words={{ clear: t('pick-clear'), none: t('pick-none') }}
          />
          <fieldset className="t-packs">
            <legend>{t('new-pack')}</legend>
            {packs.data?.map((one) => (
              <label key={one.id} className="t-pack">
                <input
                  type="radio"
                  name="pack"
                  hidden={packs.data.length === 1}
                  checked={chosen?.id === one.id}
                  onChange={() => setPack(one.id)}
                />
                <span>
                  <strong>{one.title}</strong>
                  <span className="second ink2">{one.summary}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {chosen ? (
            <section className="t-suit">
              <h2>{t('new-suit')}</h2>
              <ul>
                {chosen.questions.map((one) => (
                  <li key={one.id}>
                    {one.text}
                    <span className="second ink2">
                      {' '}
                      {t(one.no ? 'suit-no' : 'suit-yes', { result: t(`suit-${one.no ?? one.yes}`) })}
                    </span>
                  </li>
                ))}
              </ul>
              <h2>{t('new-shown')}</h2>
              <ul className="t-leaves-out">
                {chosen.shown.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </section>
          ) : null}
          {error ? <ProblemState error={error} /> : null}
          <div className="t-actions">
            <Button
              kind="primary"
              type="submit"
              disabled={busy || title.trim() === ''}
              reason={title.trim() === '' ? t('new-name-missing') : undefined}
            >
              {t('new-begin')}
            </Button>
          </div>
        </form>
      </Sheet>
    </Page>
  );
}
