import { describe, expect, it } from '@jest/globals';
import { given } from '#eventsourcing/testing';
import { pseudonym } from '../organisation/pseudonym.js';
import { by, commandOf, rowAfter } from '../scenario.js';
import { RecordTraining, training, VoidTraining } from './training.js';

const the = <Command extends object>(input: new () => Command) => commandOf(training, input);
const clerk = (at: string) => by('qz', 'REGISTRAR', at);
const HOLD: RecordTraining = {
  title: '林业行政执法培训班',
  organizer: '浙江省林业局',
  level: 'PROVINCE',
  hours: 16,
  attendees: ['zhang', 'li', 'zhang'],
  heldOn: '2023-05-10',
};
const held = { type: 'TrainingHeld', data: { ...HOLD, unitId: 'qz' } };
const voided = { type: 'TrainingVoided', data: { unitId: 'qz', reason: '重复登记', on: '2023-05-12' } };

describe('培训（行政处罚法第四十二条第一款）', () => {
  it('登记一次培训；误登的作废，作废的不再作废', () => {
    given().when(the(RecordTraining), HOLD, clerk('2023-05-10')).then(held);
    const cancel: VoidTraining = { reason: '重复登记', on: '2023-05-12' };
    given(held).when(the(VoidTraining), cancel, clerk('2023-05-12')).then(voided);
    given(held, voided).when(the(VoidTraining), cancel, clerk('2023-05-12')).thenRefused('training.phase');
  });

  it('一人在一次培训中计一人，在台账中不见其名；作废的全部减去（F2、F3）', () => {
    const people = ['zhang', 'li'].map((userId) => `training.person 2023-05-10 qz ${pseudonym(userId)}`);
    expect(rowAfter(training.register, held).facts).toEqual(['training.held 2023-05-10 qz PROVINCE', ...people]);
    expect(rowAfter(training.register, held).facts.join()).not.toContain('zhang');
    expect(rowAfter(training.register, held, voided).facts).toEqual([]);
  });
});
