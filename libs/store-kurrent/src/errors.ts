/**
 * KurrentDB cannot be used as configured. The message is one sentence for the operator; an app prints it and ends with
 * exit code 1. Nothing half-made is left behind.
 */
export abstract class KurrentSetupError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export class InvalidKurrentUrlError extends KurrentSetupError {
  constructor() {
    super('KURRENTDB_URL 不是有效的 KurrentDB 地址，应形如 kurrentdb://用户:口令@主机:2113，多个节点之间用逗号隔开。');
  }
}

export class KurrentUnreachableError extends KurrentSetupError {
  constructor(place: string, reason: string) {
    super(`无法连接 KurrentDB ${place}：${reason}。请检查 KURRENTDB_URL 的主机、端口和 tls，以及服务是否已启动。`);
  }
}

export class KurrentAuthenticationError extends KurrentSetupError {
  constructor(place: string) {
    super(`KurrentDB ${place} 拒绝登录：用户名或口令不对，或该用户无权读取 $all。请检查 KURRENTDB_URL。`);
  }
}

export class KurrentTooOldError extends KurrentSetupError {
  constructor(place: string, version: string) {
    super(
      `KurrentDB ${place} 的版本是 ${version}，不支持带一致性检查的多流追加（AppendRecords）：请升级到 26.1 或更新的版本。`,
    );
  }
}
