import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAnswer } from '#contract/client';
import { saveFile } from './save-file.ts';

/** A file as the server hands it out; `fileName` is the name it asks to be saved under. */
export interface FetchedFile {
  readonly data: Uint8Array;
  readonly fileName?: string | null;
}

/**
 * Fetches a file as the page asks for it, in the language of the page and in the role that acts, and hands it to the browser. A
 * refusal is said in the words of the server.
 */
export function useFile(): {
  readonly busy: boolean;
  readonly failed: string | null;
  readonly fetchFile: (take: () => Promise<FetchedFile>, name?: string) => void;
} {
  const { t } = useTranslation('ui');
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const fetchFile = (take: () => Promise<FetchedFile>, name?: string) => {
    setBusy(true);
    setFailed(null);
    take()
      .then(({ data, fileName }) => saveFile(data, name ?? fileName ?? ''))
      .catch((error: unknown) => setFailed(error instanceof ProblemAnswer ? error.problem.title : t('list-file-failed')))
      .finally(() => setBusy(false));
  };
  return { busy, failed, fetchFile };
}
