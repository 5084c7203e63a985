/** @jsxImportSource preact */
import { render } from 'preact';
import '../ui/tokens.css';
import './field.css';
import './duty.css';
import { keepFocus } from '../ui/keep-focus.ts';
import { App } from './app.tsx';
import { applyPreferences, readPreferences } from './preferences.ts';

await applyPreferences(readPreferences());
keepFocus();
render(<App />, document.getElementById('root')!);

// Offline opening needs a service worker, and that needs https or this machine; over plain http the page works while connected.
if (isSecureContext && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/field-worker.js', { scope: '/field' }).catch(() => undefined);
}
