// Who tells and who is told on the machine of the bench.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sender } from '#exchange';
import type { MessagingConfiguration } from '#installation';

/** A unit of the demonstration year, which every log of the bench begins with. */
export const UNIT = '330800';

export const HOTLINE: Sender = {
  id: 'hotline',
  title: '12345热线',
  source: '/quzhou/12345',
  kinds: ['leads'],
  units: [UNIT],
};

/** The bureau's file of connected systems. */
export function hotlineFile(directory: string): string {
  const file = join(directory, 'senders.json');
  writeFileSync(file, JSON.stringify({ systems: [HOTLINE] }));
  return file;
}

export function messagesHere(brokers: readonly string[], sendersFile: string): MessagingConfiguration {
  return {
    brokers,
    sendersFile,
    topicPrefix: 'anjuan',
    replication: 1,
    bureau: 'quzhou',
    url: 'http://127.0.0.1:3000',
  };
}

/** What the hotline sends of a ticket. */
export function leadMessage(id: string): string {
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: HOTLINE.source,
    type: 'cn.anjuan.in.RegisterLead',
    subject: id,
    data: {
      source: '12345',
      content: '有人占道经营',
      place: '新桥街1号',
      territoryCode: '330802',
      registeredOn: '2024-03-01',
    },
  });
}
