/** Work that outlives the request that asked for it, so that a stopping server can end it in order. */
import type { Deps } from './deps.ts';

/** What one server still does in the background. */
export class Background {
  private readonly jobs = new Map<Promise<unknown>, () => void>();
  private over = false;

  /** Whether the server has been told to stop: nothing new begins. */
  get stopping(): boolean {
    return this.over;
  }

  /** Takes note of work; `stop` asks it to end soon where that is possible without losing anything acknowledged. */
  add<T>(work: Promise<T>, stop: () => void = () => {}): Promise<T> {
    this.jobs.set(work, stop);
    const gone = () => void this.jobs.delete(work);
    work.then(gone, gone);
    if (this.over) stop();
    return work;
  }

  /** From now on nothing new begins; what can stop is asked to. */
  stopAll(): void {
    this.over = true;
    for (const stop of this.jobs.values()) stop();
  }

  /** Waits until all of it has ended, well or not. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.jobs.keys());
  }
}

const backgrounds = new WeakMap<Deps, Background>();

/** The background of a server; made when first asked for. */
export function backgroundOf(deps: Deps): Background {
  let background = backgrounds.get(deps);
  if (!background) {
    background = new Background();
    backgrounds.set(deps, background);
  }
  return background;
}
