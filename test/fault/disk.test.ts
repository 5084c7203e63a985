import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backup } from '#store/backup';
import { openStore } from '#store/database';
import { startEmbedded } from '#store/embedded/supervisor';
import { migrate } from '#store/migrate';
import { runToEnd } from '../support/command-line.ts';
import { createTestDatabase } from '../support/database.ts';
import { temporaryFolder } from '../support/folder.ts';

const source = await createTestDatabase();

/** A disk of its own of this size; undefined, with the reason asserted, where this account may not mount one. */
function ownDisk(megabytes: number): string | undefined {
  const place = join(temporaryFolder(), 'disk');
  mkdirSync(place);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', place], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    expect(mounted.error?.message ?? mounted.stderr).toMatch(/permission|permitted|superuser|root|ENOENT/i);
    return undefined;
  }
  onTestFinished(() => void spawnSync('umount', ['-l', place]));
  return place;
}

/** A file that takes all that is left; removing it gives the space back. */
function fill(disk: string): string {
  const ballast = join(disk, 'ballast');
  spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k']);
  return ballast;
}

test('disk full while writing: writes are refused, nothing acknowledged is lost, and with space again all goes on', async () => {
  const disk = ownDisk(160);
  if (disk === undefined) return;
  const folder = join(disk, 'data');
  const postgres = await startEmbedded({ folder });
  const owner = { ...postgres.address, database: 'qunying' };
  await migrate(owner, { createDatabase: true });
  const store = openStore(owner, { as: 'owner', poolSize: 1 });
  await store.db.insertInto('city').values({ id: 'c', name: 'c', code: 'c' }).execute();
  const ballast = fill(disk);
  let acknowledged = 0;
  let refused: unknown;
  for (let n = 0; n < 4000 && refused === undefined; n++) {
    // Values that do not compress, so that the disk fills before the loop ends.
    const value = JSON.stringify(Array.from({ length: 400 }, () => Math.random()));
    await store.db
      .insertInto('setting')
      .values({ city_id: 'c', key: `k${n}`, value })
      .execute()
      .then(
        () => {
          acknowledged++;
        },
        (error: unknown) => {
          refused = error;
        },
      );
  }
  expect(refused).toBeDefined();
  await store.close();
  await postgres.stop();
  rmSync(ballast);

  const again = await startEmbedded({ folder });
  onTestFinished(() => again.stop());
  const after = openStore({ ...again.address, database: 'qunying' }, { as: 'owner' });
  const kept = await after.db.selectFrom('setting').select('key').execute();
  expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
  await after.db.insertInto('setting').values({ city_id: 'c', key: 'after', value: '1' }).execute();
  await after.close();
});

test('disk full at the first start, and during a backup: said clearly, nothing half made stays', async () => {
  const disk = ownDisk(8);
  if (disk === undefined) return;
  const { code, said } = await runToEnd(['serve', '--port', '0'], { QUNYING_DATA: join(disk, 'data') });
  expect(code).toBe(3);
  expect(said).toMatch(/No space left|disk is full/i);
  expect(readdirSync(join(disk, 'data')).filter((name) => /^postgres(\.new)?$/.test(name))).toEqual([]);

  fill(disk);
  await expect(backup(source.owner, join(disk, 'city.qunying'), 'test')).rejects.toMatchObject({ code: 'disk-full' });
  expect(existsSync(join(disk, 'city.qunying')) || existsSync(join(disk, 'city.qunying.partial'))).toBe(false);
});

test('read-only disk: the folder is named, with what to do', async () => {
  const disk = ownDisk(8);
  if (disk === undefined) return;
  writeFileSync(join(disk, 'file'), '');
  expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
  const { code, said } = await runToEnd(['serve', '--port', '0'], { QUNYING_DATA: join(disk, 'data') });
  expect(code).toBe(3);
  expect(said).toContain(join(disk, 'data'));
  expect(said).toMatch(/read-only/i);
  await expect(backup(source.owner, join(disk, 'city.qunying'), 'test')).rejects.toMatchObject({ code: 'backup-unwritable' });
});
