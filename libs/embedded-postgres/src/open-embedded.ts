import { DirectoryInUseError, placeIn } from '#supervisor';
import { runningServerUrl } from './cluster.js';
import { type EmbeddedOptions, NAME, startEmbedded } from './embedded.js';

/** A PostgreSQL on this machine that is ours to use. */
export interface OpenEmbedded {
  /** For a role that owns the database `anjuan` and is no superuser. Holds the password: not for logs. */
  readonly url: string;
  /** Stops the server, unless another process runs it. */
  close(): Promise<void>;
}

export interface OpenEmbeddedOptions extends EmbeddedOptions {
  /** Where another process of this machine already runs the server, works on that one, which goes on when we close. */
  readonly mayJoin?: boolean;
}

/**
 * Starts the embedded server of a directory, or, where it may, joins the one that another process of this machine runs
 * there. Throws a ServerSetupError.
 */
export async function openEmbedded({ mayJoin = false, ...options }: OpenEmbeddedOptions): Promise<OpenEmbedded> {
  try {
    const { url, stop } = await startEmbedded(options);
    return { url, close: stop };
  } catch (error) {
    const isInUse = mayJoin && error instanceof DirectoryInUseError;
    const url = isInUse ? runningServerUrl(placeIn(options.directory, NAME).data) : undefined;
    if (url === undefined) throw error;
    return { url, close: async () => {} };
  }
}
