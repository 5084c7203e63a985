import { describe, expect, test } from 'vitest';
import { Refusal } from './problem.ts';
import { Turns } from './turns.ts';

/** Work that ends when it is told to, and counts what runs at the same time. */
function bench() {
  const open: (() => void)[] = [];
  const seen = { running: 0, most: 0, begun: 0 };
  const work = async (answer: string): Promise<string> => {
    seen.begun++;
    seen.running++;
    seen.most = Math.max(seen.most, seen.running);
    await new Promise<void>((end) => open.push(end));
    seen.running--;
    return answer;
  };
  const finish = async () => {
    for (let i = 0; i < 200; i++) {
      open.shift()?.();
      await new Promise((later) => setImmediate(later));
    }
  };
  return { seen, work, finish };
}

describe('turns', () => {
  test('one at a time, in order; the same question is answered once for all who ask', async () => {
    const turns = new Turns();
    const { seen, work, finish } = bench();
    const order: string[] = [];
    const asked = ['a', 'b', 'a', 'c', 'b'].map((key) => turns.run(key, () => work(key)).then((answer) => order.push(answer)));
    await finish();
    await Promise.all(asked);
    expect(seen).toEqual({ running: 0, most: 1, begun: 3 });
    expect(order).toEqual(['a', 'a', 'b', 'b', 'c']);
  });

  test('a question that fails fails for its own alone; asked again it is worked on again', async () => {
    const turns = new Turns();
    const bad = turns.run('a', () => Promise.reject(new Error('broken')));
    const good = turns.run('b', async () => 'well');
    await expect(bad).rejects.toThrow('broken');
    await expect(good).resolves.toBe('well');
    await expect(turns.run('a', async () => 'now well')).resolves.toBe('now well');
  });

  test('a full line asks to come again, with the seconds; then there is room', async () => {
    const turns = new Turns();
    const { work, finish } = bench();
    const asked = Array.from({ length: 16 }, (_, i) => turns.run(`plan-${i}`, () => work('')));
    let refused: unknown;
    try {
      await turns.run('one more', () => work(''));
    } catch (error) {
      refused = error;
    }
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).code).toBe('too-many-requests');
    expect((refused as Refusal).headers['retry-after']).toBe('10');
    const same = turns.run('plan-3', () => work(''));
    await finish();
    await Promise.all([...asked, same]);
    const after = turns.run('one more', async () => 'there');
    await expect(after).resolves.toBe('there');
  });
});
