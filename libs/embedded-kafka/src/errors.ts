import { ServerSetupError } from '#supervisor';

export class KafkaNotToBeHadError extends ServerSetupError {
  constructor(reason: string) {
    super(`本机不能运行 Kafka：${reason}`);
  }
}

export class NotOurBrokerError extends ServerSetupError {
  constructor(directory: string) {
    super(`目录 ${directory} 已存在，但不是本程序建立的 Kafka 数据，不会改动它：请换一个目录，或先把它移走。`);
  }
}
