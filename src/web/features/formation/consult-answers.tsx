import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Masked } from '../../ui/masked.tsx';
import type { Formation } from './data.ts';

interface Props {
  readonly formation: Formation;
  /** Goes to where another officer is chosen for an organization; absent for whoever may not. */
  readonly onChoose?: ((nodeKey: string) => void) | undefined;
}

/** How many were asked and what they answered, who of the present plan was not asked, words of units, who cannot come and for what. */
export function ConsultAnswers({ formation, onChoose }: Props) {
  const { t } = useTranslation(['formation', 'ui']);
  const { consult, objections } = formation;
  const few = t('ui:few');
  return (
    <>
      <p>{t('consult-counts', { ...consult, people: consult.people ?? few, hindered: consult.hindered ?? few })}</p>
      <Unasked formation={formation} />
      {objections.map((one) => (
        <p key={one.id} className="second">
          <b>{one.unitName}</b> {one.opinion}
        </p>
      ))}
      {consult.cannot.length > 0 ? <Cannot formation={formation} onChoose={onChoose} /> : null}
    </>
  );
}

/** Who came into the plan, or got another place in it, after the question. */
function Unasked({ formation }: { readonly formation: Formation }) {
  const { t } = useTranslation('formation');
  const { added, moved, units } = formation.consult.unasked;
  const lines = [
    added ? t('consult-unasked-people', { count: added }) : '',
    moved ? t('consult-unasked-moved', { count: moved }) : '',
    units > 0 ? t('consult-unasked-units', { count: units }) : '',
  ].filter((line) => line !== '');
  return lines.map((line) => (
    <p key={line} className="second warn">
      {line}
    </p>
  ));
}

/** Names stay masked; unit and place tell people apart. */
function Cannot({ formation, onChoose }: Props) {
  const { t } = useTranslation('formation');
  const { cannot, hindered } = formation.consult;
  const more = (hindered ?? 0) - cannot.length;
  return (
    <section aria-label={t('consult-cannot')}>
      <h3 className="q-formation-sub">{t('consult-cannot')}</h3>
      <ul className="q-formation-people">
        {cannot.map((one) => (
          <li key={one.personId}>
            <span>
              <Masked name={one.name} /> <span className="second ink2">{one.unitName}</span>
              <span className="second ink2 q-formation-block">
                {one.leads === null ? null : t('consult-lead', { org: one.leads })}
                {one.posts.map(({ post, shift, place }) => (
                  <span key={`${post} ${shift}`} className="q-formation-block">
                    {t('consult-place', { post: [post, shift].filter(Boolean).join(' '), place })}
                  </span>
                ))}
              </span>
            </span>
            <CannotState one={one} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="second ink2">{t('consult-cannot-more', { count: more })}</p> : null}
    </section>
  );
}

/** Who was chosen by hand stays until another is chosen: no new plan changes that. */
function CannotState({ one, onChoose }: { readonly one: Formation['consult']['cannot'][number] } & Pick<Props, 'onChoose'>) {
  const { t } = useTranslation('formation');
  const { chosenFor } = one;
  if (chosenFor === null)
    return (
      <span className={one.planned ? 'second warn' : 'second ink3'}>
        {t(one.planned ? 'consult-cannot-planned' : 'consult-cannot-out')}
      </span>
    );
  return (
    <span className="second warn">
      {t('consult-cannot-chosen')}{' '}
      {onChoose ? (
        <Button kind="link" size="row" onClick={() => onChoose(chosenFor)}>
          {t('consult-choose-another')}
        </Button>
      ) : null}
    </span>
  );
}
