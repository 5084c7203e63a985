import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Empty } from '../ui/states.tsx';

/** An address that leads nowhere: which one, and where to go instead. */
export function Component() {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const home = (
    <Button kind="primary" to="/">
      {t('to-today')}
    </Button>
  );
  return (
    <Page>
      <PageHead title={t('not-found')} />
      <Sheet>
        <Empty title={t('not-found-text', { path: pathname })} actions={home}>
          {t('not-found-hint')}
        </Empty>
      </Sheet>
    </Page>
  );
}
