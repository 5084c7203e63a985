import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orgCreate } from '#contract/organizations';
import { ProblemState } from '../../app/problem-state.tsx';
import { client } from '../../data/remote/client.ts';
import { findOrgs } from '../../data/remote/find.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Pick, type Picked } from '../../ui/pick.tsx';

/** Enters a joint branch that has been decided: its name, the committee above, the units it is made of. The register checks the rest. */
export function SetUpForm(props: {
  readonly name: string;
  readonly above: Picked | null;
  readonly areaId: string | null;
  readonly unitIds: readonly string[];
  readonly onDone: (orgId: string) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useTranslation('joint');
  const cache = useQueryClient();
  const [name, setName] = useState(props.name);
  const [above, setAbove] = useState<Picked | null>(props.above);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!above || busy) return;
    setBusy(true);
    client
      .call(orgCreate, {
        params: { orgId: above.id },
        body: { name, class: 'primary-level', form: 'branch', areaId: props.areaId, jointUnitIds: [...props.unitIds] },
      })
      .then(
        async ({ data }) => {
          props.onDone(data.id);
          await cache.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'small-units' });
        },
        (reason: unknown) => {
          setError(reason);
          setBusy(false);
        },
      );
  };
  return (
    <form className="j-set-up" onSubmit={send} aria-label={t('set-up-form')}>
      <p className="second ink2">{t('set-up-note')}</p>
      {error ? <ProblemState error={error} /> : null}
      <Field label={t('set-up-name')} value={name} onChange={setName} />
      <Pick
        label={t('set-up-above')}
        hint={t('set-up-above-hint')}
        value={above}
        onChange={setAbove}
        find={findOrgs}
        words={{ clear: t('set-up-change'), none: t('set-up-nobody') }}
      />
      <div className="j-acts">
        <Button type="submit" disabled={busy || !above || name.trim() === ''}>
          {t('set-up-send')}
        </Button>
        <Button kind="link" onClick={props.onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
