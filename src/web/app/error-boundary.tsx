import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';

/** Shows a page's own failure in its place instead of an empty window; the rest of the console stays usable. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | undefined }> {
  override state: { readonly error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    return this.state.error ? <BrokenState error={this.state.error} /> : this.props.children;
  }
}

/** The failed page: what happened, that saved work is kept, reload. */
export function BrokenState({ error }: { readonly error: Error }) {
  const { t } = useTranslation('shell');
  const reload = (
    <Button size="row" onClick={() => location.reload()}>
      {t('reload')}
    </Button>
  );
  return (
    <Page>
      <Failed title={t('broken')} actions={reload}>
        <p>{t('broken-text')}</p>
        <p className="ink3">{error.message}</p>
      </Failed>
    </Page>
  );
}
