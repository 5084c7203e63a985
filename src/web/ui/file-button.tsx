import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { type FetchedFile, useFile } from './use-file.ts';

/** Fetches a file when pressed: in the language of the page and in the role that acts, which a plain link could not say. */
export function FileButton({
  take,
  name,
  children,
  ...look
}: {
  readonly take: () => Promise<FetchedFile>;
  /** Name under which the file is saved; without it the one the server gives. */
  readonly name?: string | undefined;
  readonly children: ReactNode;
} & Pick<ButtonProps, 'kind' | 'size' | 'label'>) {
  const { busy, failed, fetchFile } = useFile();
  return (
    <>
      <Button {...look} disabled={busy} onClick={() => fetchFile(take, name)}>
        {children}
      </Button>
      {failed ? (
        <span role="alert" className="second gap">
          {failed}
        </span>
      ) : null}
    </>
  );
}
