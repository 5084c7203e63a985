import { isMainThread } from 'node:worker_threads';
import pg from 'pg';

// Preloaded into a server by the bench `routes`: counts what it asks of the database, and times a bare `select 1` over a connection
// of its own when told to. Talks over the channel of the parent process.
if (isMainThread && process.send) {
  const query = pg.Client.prototype.query;
  let count = 0;
  let target;
  pg.Client.prototype.query = function counted(...args) {
    count++;
    if (!target) {
      const { host, port, user, password, database } = this;
      target = { host, port, user, password, database };
    }
    return query.apply(this, args);
  };
  const bare = async (times) => {
    const client = new pg.Client(target);
    await client.connect();
    const taken = [];
    for (let k = 0; k < times; k++) {
      const begin = performance.now();
      await query.call(client, 'select 1');
      taken.push(performance.now() - begin);
    }
    await client.end();
    return taken;
  };
  process.on('message', async (message) => {
    if (message === 'count') process.send({ count });
    else process.send({ taken: await bare(message.bare), cpu: process.cpuUsage() });
  });
  process.channel.unref();
}
