import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import type { Formation } from './data.ts';

/** Officers named here; the attachment has all. */
const OFFICERS_SHOWN = 6;

/** What is asked for, in the words of the draft: whoever decides reads purpose, rules and work plan here, and who would lead. */
export function RequestSheet({ formation, planId }: { readonly formation: Formation; readonly planId: string }) {
  const { t } = useTranslation(['formation', 'tasks']);
  const { request, nodes } = formation;
  const leaders = nodes.filter((node) => node.leader !== null && node.form !== 'group');
  const texts: readonly (readonly [string, string | null])[] = [
    ['f-goal', request.goal],
    ['f-why', request.why],
    ['f-issuer', request.issuer],
    ['f-basis', request.basis],
    ['f-emergency-reason', request.emergencyReason],
  ];
  const items: Fact[] = texts.flatMap(([key, value]) => (value ? [{ label: t(`tasks:${key}`), value }] : []));
  if (request.startsOn) items.push({ label: t('tasks:f-starts'), value: t('request-day', { day: request.startsOn }) });
  if (request.charter)
    items.push({
      label: t('tasks:f-charter'),
      value: request.charter.split('\n').map((text) => (
        <span key={text} className="q-formation-block">
          {text}
        </span>
      )),
    });
  if (request.lines.length > 0)
    items.push({
      label: t('tasks:f-lines'),
      value: request.lines.map((line) => (
        <span key={line.text} className="q-formation-block">
          <span>{line.text}</span>
          {line.political ? <span className="second ink2"> {t('request-political')}</span> : null}
        </span>
      )),
    });
  if (leaders.length > 0)
    items.push({
      label: t('request-officers'),
      value: (
        <>
          {leaders.slice(0, OFFICERS_SHOWN).map(({ key, name, leader }) => (
            <span key={key} className="q-formation-block">
              {t(leader?.unitName ? 'request-officer' : 'request-officer-no-unit', {
                node: name,
                name: leader?.name,
                unit: leader?.unitName,
              })}
            </span>
          ))}
          {leaders.length > OFFICERS_SHOWN ? (
            <span className="second ink2">{t('request-officers-more', { count: leaders.length - OFFICERS_SHOWN })}</span>
          ) : null}
        </>
      ),
    });
  return (
    <Sheet
      title={t('request-title')}
      aside={
        <Button kind="link" size="row" to={`/tasks/${formation.taskId}/plan?plan=${planId}`}>
          {t('request-plan')}
        </Button>
      }
    >
      <Facts list items={items} />
    </Sheet>
  );
}
