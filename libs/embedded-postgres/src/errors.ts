import { ServerSetupError } from '#supervisor';

export class UnsupportedPlatformError extends ServerSetupError {
  constructor(platform: string) {
    super(`没有适用于 ${platform} 的内置 PostgreSQL：请安装 PostgreSQL 并设置 DATABASE_URL。`);
  }
}

export class DirectoryNotReachableError extends ServerSetupError {
  constructor(directory: string, user: string) {
    super(
      `数据目录 ${directory} 或程序所在目录对系统用户 ${user} 不可进入，而 PostgreSQL 不能以 root 运行：` +
        '请换一个目录，或以普通用户运行。',
    );
  }
}

export class DirectoryOwnerError extends ServerSetupError {
  constructor(directory: string, owner: number) {
    super(`数据目录 ${directory} 属于另一个系统用户（uid ${owner}）：请以该用户或 root 运行，或换一个目录。`);
  }
}

export class NotOurDataError extends ServerSetupError {
  constructor(directory: string) {
    super(`目录 ${directory} 已存在，但不是本程序建立的数据库，不会改动它：请换一个目录，或先把它移走。`);
  }
}

export class DataVersionError extends ServerSetupError {
  constructor(directory: string, found: string, ours: string) {
    super(
      `数据目录 ${directory} 由 PostgreSQL ${found} 建立，本程序内置的是 PostgreSQL ${ours}：` +
        (Number(found) > Number(ours) ? '请使用更新版本的程序。' : '请先用 pg_upgrade 升级数据。'),
    );
  }
}
