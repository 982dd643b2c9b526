import { SingleBar } from 'cli-progress';
import type { PlayProgress } from './run.js';

/** A progress bar on stderr; where stderr is no terminal, a line every tenth of the way. */
export function progressBar() {
  const bar = new SingleBar({
    format: '办理 {bar} {percentage}% ｜ {day} ｜ {value}/{total} 条命令',
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
  });
  let running = false;
  let told = -1;
  return {
    show: ({ day, commands, total }: PlayProgress) => {
      if (!process.stderr.isTTY) {
        const tenth = Math.floor((commands / total) * 10);
        if (tenth > told) process.stderr.write(`办理 ${tenth * 10}% ｜ ${day} ｜ ${commands}/${total} 条命令\n`);
        told = Math.max(told, tenth);
        return;
      }
      if (!running) bar.start(total, commands, { day });
      running = true;
      bar.update(commands, { day });
    },
    stop: () => {
      if (running) bar.stop();
      running = false;
    },
  };
}
