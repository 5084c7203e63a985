import { useTranslation } from 'react-i18next';
import { findOrgs, findUnits } from '../../data/remote/find.ts';
import { Field } from '../../ui/field.tsx';
import { Pick } from '../../ui/pick.tsx';
import type { Task } from './use-task.ts';

type Content = Task['content'];

/** Who decided the task (an organization, or a headquarters), when and on what basis; and the bodies that work beside. */
export function IssuerField({
  task,
  content,
  onChange,
}: {
  readonly task: Task;
  readonly content: Content;
  readonly onChange: (change: Partial<Content>) => void;
}) {
  const { t } = useTranslation('tasks');
  const words = { clear: t('pick-clear'), none: t('pick-none') };
  const issuer = content.issuerOrgId ?? content.issuerUnitId;
  const known = issuer === (task.content.issuerOrgId ?? task.content.issuerUnitId) ? task.issuerName : null;
  return (
    <>
      <Pick
        label={t('f-issuer')}
        hint={t('f-issuer-hint')}
        value={issuer ? { id: issuer, name: known ?? t('f-issuer-chosen') } : null}
        onChange={(one) =>
          onChange(
            one?.place === 'unit'
              ? { issuerUnitId: one.id, issuerOrgId: null }
              : { issuerOrgId: one?.id ?? null, issuerUnitId: null },
          )
        }
        find={async (text) => [...(await findOrgs(text)), ...(await findUnits(text)).map((unit) => ({ ...unit, place: 'unit' }))]}
        words={words}
      />
      <div className="t-two">
        <Field
          label={t('f-issued')}
          type="date"
          value={content.issuedOn ?? ''}
          onChange={(value) => onChange({ issuedOn: value || null })}
        />
        <Field label={t('f-basis')} value={content.basis ?? ''} onChange={(value) => onChange({ basis: value || null })} />
      </div>
      <div className="q-field">
        <Pick
          label={t('f-beside')}
          hint={t('f-beside-hint')}
          value={null}
          onChange={(one) =>
            one &&
            onChange({ beside: [...content.beside.filter((other) => other.unitId !== one.id), { unitId: one.id, division: '' }] })
          }
          find={findUnits}
          words={words}
        />
        {content.beside.map((one, at) => (
          <Field
            key={one.unitId}
            label={t('f-division')}
            value={one.division}
            onChange={(division) =>
              onChange({ beside: content.beside.map((other, i) => (i === at ? { ...other, division } : other)) })
            }
          />
        ))}
      </div>
    </>
  );
}
