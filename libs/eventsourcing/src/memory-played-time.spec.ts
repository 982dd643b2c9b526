import { MemoryPlayedTime } from './memory-played-time.js';
import { playedTimeContract } from './testing/index.js';

playedTimeContract('memory', async () => {
  let elapsedMs = 0;
  const time = new MemoryPlayedTime(() => elapsedMs);
  return {
    time,
    other: time,
    pass: async (ms) => {
      elapsedMs += ms;
    },
    close: async () => {},
  };
});
