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

export class NotABackupError extends DatabaseSetupError {
  constructor(directory: string) {
    super(`${directory} 不是案卷的备份目录，或者由更新的版本备份。`);
  }
}

export class BackupDamagedError extends DatabaseSetupError {
  constructor(file: string) {
    super(`备份文件 ${file} 缺失或者与校验值不符，没有恢复：请改用另一份备份。`);
  }
}

export class BackupTargetError extends DatabaseSetupError {
  constructor() {
    super('数据库中已有案卷的数据：请恢复到新的数据目录（ANJUAN_DATA）或者空的数据库（DATABASE_URL）。');
  }
}
