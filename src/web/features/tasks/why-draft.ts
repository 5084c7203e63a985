import { useEffect, useState } from 'react';
import type { Task } from './use-task.ts';

type Content = Task['content'];

const same = (a: Content, b: Content): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is typed on step 1 beside what was saved last. */
export interface WhyDraft {
  readonly content: Content;
  readonly dirty: boolean;
  /** The version that `content` was typed over; a save names it. */
  readonly etag: string | null;
  readonly set: (change: Partial<Content>) => void;
  /** Takes what was saved as the ground of what is typed from here on. */
  readonly saved: (content: Content, etag: string | null) => void;
  /** Puts the saved content in place of what was typed. */
  readonly take: (content: Content, etag: string | null) => void;
}

/**
 * Keeps what is typed when the task is written elsewhere on the page (an answer, an approval): such a write brings a new version and the
 * same content. Content that somebody else changed is taken while nothing is typed; else the next save meets it as a conflict.
 */
export function useWhyDraft(task: Task, etag: string | null): WhyDraft {
  const [content, setContent] = useState(task.content);
  const [ground, setGround] = useState({ content: task.content, etag });
  const dirty = !same(content, ground.content);
  useEffect(() => {
    if (etag === ground.etag) return;
    if (same(task.content, ground.content)) setGround({ content: ground.content, etag });
    else if (!dirty) {
      setContent(task.content);
      setGround({ content: task.content, etag });
    }
  }, [task.content, etag, ground, dirty]);
  return {
    content,
    dirty,
    etag: ground.etag,
    set: (change) => setContent((before) => ({ ...before, ...change })),
    saved: (sent, version) => setGround({ content: sent, etag: version }),
    take: (theirs, version) => {
      setContent(theirs);
      setGround({ content: theirs, etag: version });
    },
  };
}
