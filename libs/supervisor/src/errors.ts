/**
 * A server that we run cannot be started as configured. The message is one sentence for the operator; an app prints it
 * and ends with exit code 1. Nothing half-made is left behind.
 */
export abstract class ServerSetupError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export class DirectoryInUseError extends ServerSetupError {
  constructor(
    directory: string,
    readonly pid: number,
  ) {
    super(`数据目录 ${directory} 正被进程 ${pid} 使用（already in use by process ${pid}）：请先停止它，或换一个目录。`);
  }
}

export class DirectoryNotWritableError extends ServerSetupError {
  constructor(directory: string, reason: string) {
    super(`数据目录 ${directory} 不可写：${reason}。`);
  }
}

export class PortInUseError extends ServerSetupError {
  constructor(port: number) {
    super(`端口 ${port} 已被占用：请换一个端口，或不指定端口以自动选择。`);
  }
}

export class ServerStartError extends ServerSetupError {
  constructor(title: string, directory: string, reason: string, log: string) {
    super(`${title}未能在 ${directory} 启动：${reason}（日志 ${log}）。`);
  }
}
