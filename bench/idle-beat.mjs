// An idle process beside a bench: how long a thread that has nothing to do waits for a processor on this machine at this time. Any message is answered with the
// longest gap between two beats of 10 ms so far, in milliseconds.
let last = performance.now();
let longest = 0;
setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last - 10);
  last = now;
}, 10);
process.on('message', () => process.send({ longest }));
process.on('disconnect', () => process.exit());
