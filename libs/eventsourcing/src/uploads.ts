export const UPLOAD_LIMITS = {
  /** Bytes of a file. */
  bytes: 20 * 1024 * 1024,
  /** Characters of what is said of it, as JSON. */
  noteLength: 200_000,
  /** A file that nobody has brought to its end is forgotten after so long. */
  keptMs: 7 * 24 * 60 * 60 * 1000,
  /** Files of one person that are kept at once; the oldest is forgotten for the next. */
  ofOnePerson: 5,
} as const;

/** A file that somebody sent, until what it says is on record. */
export interface Upload<Note extends object = object> {
  readonly id: string;
  /** Who sent it: nobody else sees it. */
  readonly person: string;
  /** By the server's clock, ISO-8601 UTC with milliseconds. */
  readonly at: string;
  readonly content: Uint8Array;
  /** What was found in it, and how far its bringing has come. */
  readonly note: Note;
}

/** Files between their arrival and the log. Nothing that is on record depends on them. */
export interface Uploads {
  /** Keeps a file, and forgets those that are past their time or too many. The same id of the same person is replaced. */
  put(upload: Upload): Promise<void>;
  /** A file of this person; undefined where there is none. */
  get<Note extends object>(id: string, person: string): Promise<Upload<Note> | undefined>;
  /** Says anew how it stands; says nothing of a file that is gone. */
  note(id: string, person: string, note: object): Promise<void>;
}

/** Throws TypeError on what is larger than is kept. */
export function assertUpload({ content, note }: Pick<Upload, 'note'> & Partial<Pick<Upload, 'content'>>): void {
  if ((content?.byteLength ?? 0) > UPLOAD_LIMITS.bytes) throw new TypeError('a file is too large to be kept');
  if (JSON.stringify(note).length > UPLOAD_LIMITS.noteLength) throw new TypeError('a note of a file is too long');
}

/** Files in memory. */
export class MemoryUploads implements Uploads {
  private kept: Upload[] = [];

  async put(upload: Upload): Promise<void> {
    assertUpload(upload);
    const { id, person, at } = upload;
    const since = new Date(Date.parse(at) - UPLOAD_LIMITS.keptMs).toISOString();
    const others = this.kept.filter((one) => one.at > since && !(one.id === id && one.person === person));
    const own = others.filter((one) => one.person === person).sort((a, b) => (a.at < b.at ? 1 : -1));
    const forgotten = new Set(own.slice(UPLOAD_LIMITS.ofOnePerson - 1));
    this.kept = [...others.filter((one) => !forgotten.has(one)), structuredClone(upload)];
  }

  async get<Note extends object>(id: string, person: string): Promise<Upload<Note> | undefined> {
    return structuredClone(this.find(id, person)) as Upload<Note> | undefined;
  }

  async note(id: string, person: string, note: object): Promise<void> {
    assertUpload({ note });
    const known = this.find(id, person);
    if (known) this.kept[this.kept.indexOf(known)] = { ...known, note: structuredClone(note) };
  }

  private find(id: string, person: string): Upload | undefined {
    return this.kept.find((one) => one.id === id && one.person === person);
  }
}
