/**
 * The database cannot be used as configured. The message is one sentence for the operator; an app prints it and ends
 * with exit code 1. Nothing half-made is left behind.
 */
export abstract class DatabaseSetupError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

export class InvalidDatabaseUrlError extends DatabaseSetupError {
  constructor() {
    super('DATABASE_URL 不是有效的 PostgreSQL 地址，应形如 postgresql://用户:密码@主机:5432/数据库。');
  }
}

export class DatabaseUnreachableError extends DatabaseSetupError {
  constructor(place: string, reason: string) {
    super(`无法连接数据库 ${place}：${reason}。请检查 DATABASE_URL 的主机和端口，以及数据库是否已启动。`);
  }
}

export class DatabaseAuthenticationError extends DatabaseSetupError {
  constructor(place: string, user: string) {
    super(`数据库 ${place} 拒绝用户 ${user} 登录：用户名或密码不对，或该用户无权连接。请检查 DATABASE_URL。`);
  }
}

export class DatabaseMissingError extends DatabaseSetupError {
  constructor(place: string, database: string) {
    super(`数据库服务器 ${place} 上没有名为 ${database} 的数据库：请先创建，或检查 DATABASE_URL。`);
  }
}

export class DatabasePermissionError extends DatabaseSetupError {
  constructor(place: string, reason: string) {
    super(`数据库 ${place} 的用户权限不足，不能建立 anjuan 模式：${reason}。`);
  }
}

export class SchemaTooNewError extends DatabaseSetupError {
  constructor(
    readonly found: number,
    readonly known: number,
  ) {
    super(`数据库结构的版本是 ${found}，比本程序认识的 ${known} 新：请使用建立它的那个版本或更新的版本。`);
  }
}

export class SchemaAlteredError extends DatabaseSetupError {
  constructor(migration: string) {
    super(`结构脚本 ${migration} 在应用之后被改动过：已发布的脚本不得修改，请恢复原文件。`);
  }
}

export class UnsupportedPlatformError extends DatabaseSetupError {
  constructor(platform: string) {
    super(`没有适用于 ${platform} 的内置 PostgreSQL：请安装 PostgreSQL 并设置 DATABASE_URL。`);
  }
}

export class DirectoryInUseError extends DatabaseSetupError {
  constructor(
    directory: string,
    readonly pid: number,
  ) {
    super(`数据目录 ${directory} 正被进程 ${pid} 使用（already in use by process ${pid}）：请先停止它，或换一个目录。`);
  }
}

export class DirectoryNotWritableError extends DatabaseSetupError {
  constructor(directory: string, reason: string) {
    super(`数据目录 ${directory} 不可写：${reason}。`);
  }
}

export class DirectoryNotReachableError extends DatabaseSetupError {
  constructor(directory: string, user: string) {
    super(
      `数据目录 ${directory} 或程序所在目录对系统用户 ${user} 不可进入，而 PostgreSQL 不能以 root 运行：` +
        '请换一个目录，或以普通用户运行。',
    );
  }
}

export class DirectoryOwnerError extends DatabaseSetupError {
  constructor(directory: string, owner: number) {
    super(`数据目录 ${directory} 属于另一个系统用户（uid ${owner}）：请以该用户或 root 运行，或换一个目录。`);
  }
}

export class NotOurDataError extends DatabaseSetupError {
  constructor(directory: string) {
    super(`目录 ${directory} 已存在，但不是本程序建立的数据库，不会改动它：请换一个目录，或先把它移走。`);
  }
}

export class DataVersionError extends DatabaseSetupError {
  constructor(directory: string, found: string, ours: string) {
    super(
      `数据目录 ${directory} 由 PostgreSQL ${found} 建立，本程序内置的是 PostgreSQL ${ours}：` +
        (Number(found) > Number(ours) ? '请使用更新版本的程序。' : '请先用 pg_upgrade 升级数据。'),
    );
  }
}

export class PortInUseError extends DatabaseSetupError {
  constructor(port: number) {
    super(`端口 ${port} 已被占用：请换一个端口，或不指定端口以自动选择。`);
  }
}

export class ServerStartError extends DatabaseSetupError {
  constructor(directory: string, reason: string, log: string) {
    super(`内置 PostgreSQL 未能在 ${directory} 启动：${reason}（日志 ${log}）。`);
  }
}
