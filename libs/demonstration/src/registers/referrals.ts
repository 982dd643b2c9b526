import { registrarOf } from '../cast.js';
import { FIRST_DAY, LAST_DAY, someDay, YEAR } from '../days.js';
import { commandsTo, type PlannedCommand } from '../planned-command.js';
import { PUBLISHED_2023 } from '../published-2023.js';
import { ORDINARY_ITEMS, personName } from '../quzhou.js';
import type { RegisterShare, Stage } from '../register-share.js';

/** 接收检察机关、公安机关移送. */
export const referrals: RegisterShare = { bureau: received };

function received({ dice, cast: { bureau }, mark }: Stage): PlannedCommand[] {
  return Array.from({ length: PUBLISHED_2023.referralsReceived }, (_, n) => {
    const give = commandsTo(dice, 'referral', `${mark}${YEAR}.${n + 1}`, registrarOf(bureau));
    const receivedOn = someDay(dice, FIRST_DAY, LAST_DAY);
    const fromPolice = dice.oneIn(2);
    return give(receivedOn, 'ReceiveReferral', {
      from: fromPolice ? 'PSB' : 'PROCURATORATE',
      fromOrg: fromPolice ? '衢州市公安局' : '衢州市人民检察院',
      subject: `${personName(dice)}涉嫌${dice.oneOf(ORDINARY_ITEMS).name}，不构成犯罪，移送行政处理`,
      receivedOn,
    });
  });
}
