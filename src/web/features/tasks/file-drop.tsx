import { type DragEvent, type ReactNode, useState } from 'react';

/** Takes a file that is dropped anywhere inside; what else is dragged over it passes by. A button for the same stands inside. */
export function FileDrop({
  enabled,
  onFile,
  children,
}: {
  readonly enabled: boolean;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}) {
  const [over, setOver] = useState(false);
  const holdsFile = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way; the button inside does the same by key
    <div
      className={over ? 't-drop t-drop-over' : 't-drop'}
      onDragOver={(event) => {
        if (!holdsFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (!holdsFile(event) || !file) return;
        event.preventDefault();
        onFile(file);
      }}
    >
      {children}
    </div>
  );
}
